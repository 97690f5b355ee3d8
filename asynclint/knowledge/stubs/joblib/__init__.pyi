from .numpy_pickle import dump as dump, load as load
