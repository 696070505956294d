variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "account_id" {
  description = "The AWS account, in twelve digits."
  type        = string
}

variable "email" {
  description = "Who is told when something is wrong."
  type        = string
}

variable "alerts_kms_key_arn" {
  description = "ARN of a customer managed key to encrypt the topic with; its policy has to let CloudWatch and Budgets use it."
  type        = string
  default     = null
}
