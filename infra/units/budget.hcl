terraform {
  source = "${get_parent_terragrunt_dir("unit")}/../modules/budget"
}
