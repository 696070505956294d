variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "account_id" {
  description = "The AWS account, in twelve digits."
  type        = string
}

variable "zip" {
  description = "The function's zip, by a path relative to this module, so that no plan differs with the folder it is made in."
  type        = string
}

variable "runtime" {
  description = "The function's runtime, python3.11 to python3.13: the newest that the provider's version knows."
  type        = string
}

variable "memory_size" {
  description = "The function's memory in MB; its share of a processor grows with it."
  type        = number
}

variable "reserved_concurrency" {
  description = "How many instances of the function may run at once; -1 reserves none, which is all that a new account allows."
  type        = number
}

variable "throttle" {
  description = "What the API lets through: requests a second, and how many at once beyond that."
  type        = object({ rate = number, burst = number })
}

variable "shards" {
  description = "Over how many items each number is spread; may be raised, never lowered."
  type        = number
}

variable "viewer_address_header" {
  description = "The header that is trusted for the viewer's address."
  type        = string
}

variable "origin_verify_generation" {
  description = "The number of the secret by which CloudFront proves itself; one more rotates it."
  type        = number
}

variable "log_retention_days" {
  description = "For how many days logs are kept."
  type        = number
}

variable "permissions_boundary" {
  description = "Whether the boundary that github-oidc makes bounds the function's role; the pipeline may create no role without it."
  type        = bool
}

variable "counts_table" {
  description = "Name and ARN of the table of counts."
  type        = object({ name = string, arn = string })
}

variable "keys_table" {
  description = "Name and ARN of the table of the day's secret and the visitor keys."
  type        = object({ name = string, arn = string })
}
