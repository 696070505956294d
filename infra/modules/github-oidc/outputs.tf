output "plan_role_arn" {
  description = "ARN of the role that plans, for the pipeline's settings."
  value       = aws_iam_role.pipeline["plan"].arn
}

output "apply_role_arn" {
  description = "ARN of the role that applies, for the pipeline's settings."
  value       = aws_iam_role.pipeline["apply"].arn
}

output "permissions_boundary" {
  description = "ARN of the boundary, for the environment's env.hcl."
  value       = aws_iam_policy.boundary.arn
}
