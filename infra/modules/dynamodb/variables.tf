variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the counts' table refuses to be deleted."
  type        = bool
}
