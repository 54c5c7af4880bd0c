using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Migrations;

/// <summary>A decision about a held step. Who decides comes from the key.</summary>
internal sealed record DecisionBody(StepAction Action, string? Step = null, string? Comment = null);
