"""The words of a data incident: pure rules, and the mapped classes with their behaviour.

Nothing here knows Slack, HTTP or Jinja.
"""
