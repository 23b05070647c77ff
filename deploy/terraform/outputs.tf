output "backup_function_name" {
  description = "Name of the backup function"
  value       = aws_lambda_function.backup.function_name
}

output "backup_function_arn" {
  description = "ARN of the backup function's alias, which is what to call"
  value       = aws_lambda_alias.backup.arn
}

output "restore_function_name" {
  description = "Name of the restore function"
  value       = aws_lambda_function.restore.function_name
}

output "restore_function_arn" {
  description = "ARN of the restore function's alias, which is what to call"
  value       = aws_lambda_alias.restore.arn
}

output "backup_state_machine_arn" {
  description = "ARN of the state machine that the schedule starts"
  value       = aws_sfn_state_machine.backup.arn
}

output "restore_state_machine_arn" {
  description = "ARN of the state machine to start a restore with"
  value       = aws_sfn_state_machine.restore.arn
}

output "backup_bucket_name" {
  description = "Bucket of the backups"
  value       = var.create_bucket ? aws_s3_bucket.backups[0].id : var.backup_bucket_name
}

output "backup_bucket_arn" {
  description = "ARN of the bucket of the backups"
  value       = local.bucket_arn
}

output "backup_role_arn" {
  description = "ARN of the backup function's role, for the policy of a KMS key or of another account's bucket"
  value       = aws_iam_role.backup.arn
}

output "restore_role_arn" {
  description = "ARN of the restore function's role, for the policy of a KMS key or of another account's bucket"
  value       = aws_iam_role.restore.arn
}

output "backup_log_group_name" {
  description = "Log group of the backup function"
  value       = aws_cloudwatch_log_group.backup.name
}

output "restore_log_group_name" {
  description = "Log group of the restore function"
  value       = aws_cloudwatch_log_group.restore.name
}

output "alarm_topic_arn" {
  description = "ARN of the SNS topic that alarms go to; null without one of this module's own"
  value       = one(aws_sns_topic.alarms[*].arn)
}

output "dead_letter_queue_url" {
  description = "URL of the queue of what the schedule could not start"
  value       = aws_sqs_queue.dead_letters.url
}
