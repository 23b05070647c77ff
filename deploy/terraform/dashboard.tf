locals {
  widgets = [
    {
      title   = "Backups"
      metrics = [for metric in ["SuccessfulBackups", "TablesWithoutExport", "FailedExports", "ExportsInProgress"] : ["ddbvault", metric, "FunctionName", local.backup_name]]
      stat    = "Maximum"
    },
    {
      title   = "Items exported"
      metrics = [["ddbvault", "ItemsExported", "FunctionName", local.backup_name]]
      stat    = "Maximum"
    },
    {
      title   = "Restores of tables"
      metrics = [for metric in ["SuccessfulRestores", "PartialRestores", "FailedRestores"] : ["ddbvault", metric, "FunctionName", local.restore_name]]
      stat    = "Sum"
    },
    {
      title   = "Items restored"
      metrics = [for metric in ["ItemsWritten", "ItemsFailed"] : ["ddbvault", metric, "FunctionName", local.restore_name]]
      stat    = "Sum"
    },
    {
      title   = "Duration of calls, seconds"
      metrics = [for function in [local.backup_name, local.restore_name] : ["ddbvault", "Duration", "FunctionName", function]]
      stat    = "Maximum"
    },
    {
      title = "State machines' executions"
      metrics = concat([for arn in [local.backup_machine_arn, local.restore_machine_arn] : [
        for metric in ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"] : ["AWS/States", metric, "StateMachineArn", arn]
      ]]...)
      stat = "Sum"
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  count          = var.create_dashboard ? 1 : 0
  dashboard_name = local.name
  dashboard_body = jsonencode({
    widgets = [for i, widget in local.widgets : {
      type   = "metric"
      x      = (i % 2) * 12
      y      = floor(i / 2) * 6
      width  = 12
      height = 6
      properties = {
        title   = widget.title
        region  = local.region
        metrics = widget.metrics
        stat    = widget.stat
        period  = 3600
      }
    }]
  })
}
