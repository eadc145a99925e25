"""The data itself: when it was bad, what people use meanwhile, what is computed anew, what is held."""
