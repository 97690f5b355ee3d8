# https://github.com/dknowles2/ha-pitboss/pull/275
# blocking: the constructor of the API object reads the specifications of all models from a JSON file.
