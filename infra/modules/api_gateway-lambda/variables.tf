variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "zip" {
  description = "The function's zip, by a path relative to this module, so that no plan differs with the folder it is made in."
  type        = string
  default     = "../../../build/counter.zip" # where `cloud-resume package` writes it
}

variable "runtime" {
  description = "The function's runtime, python3.11 to python3.13: the newest that the provider's version knows."
  type        = string

  validation {
    condition     = contains(["python3.11", "python3.12", "python3.13"], var.runtime)
    error_message = "The runtime has to be python3.11, python3.12 or python3.13."
  }
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

  validation {
    condition     = var.throttle.rate > 0 && var.throttle.burst > 0
    error_message = "The API's throttle has to let something through: rate and burst above 0."
  }
}

variable "shards" {
  description = "Over how many items each number is spread; may be raised, never lowered."
  type        = number

  validation {
    condition     = var.shards >= 1 && var.shards <= 99 && floor(var.shards) == var.shards
    error_message = "The shards have to be a whole number from 1 to 99: one read gets them all, with a visitor's key, and takes a hundred items."
  }
}

variable "viewer_address_header" {
  description = "The header that is trusted for the viewer's address."
  type        = string

  validation {
    condition     = contains(["CloudFront-Viewer-Address", "X-Forwarded-For"], var.viewer_address_header)
    error_message = "The trusted header has to be CloudFront-Viewer-Address or X-Forwarded-For."
  }
}

variable "origin_verify_generation" {
  description = "The number of the secret by which CloudFront proves itself; one more rotates it."
  type        = number

  validation {
    condition     = var.origin_verify_generation >= 1 && floor(var.origin_verify_generation) == var.origin_verify_generation
    error_message = "The secret's generation has to be a whole number from 1, and is raised by one to rotate."
  }
}

variable "log_retention_days" {
  description = "For how many days logs are kept."
  type        = number

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365 days."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the function's role; the pipeline's role may create no role without it."
  type        = string
  default     = null
}

variable "counts_table" {
  description = "Name and ARN of the table of counts."
  type        = object({ name = string, arn = string })
}

variable "keys_table" {
  description = "Name and ARN of the table of the day's secret and the visitor keys."
  type        = object({ name = string, arn = string })
}
