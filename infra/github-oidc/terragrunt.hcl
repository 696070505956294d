# Applied by a person, once; never by the pipeline, which could widen its own roles with it.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../modules/github-oidc"
}

inputs = {
  state_bucket = get_env("STATE_S3_BUCKET")
}
