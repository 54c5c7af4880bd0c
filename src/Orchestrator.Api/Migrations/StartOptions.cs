using Microsoft.AspNetCore.Mvc;

namespace Orchestrator.Api.Migrations;

/// <summary>How to start, as the query says it.</summary>
internal sealed record StartOptions([property: FromQuery(Name = "rehearsal")] string? Rehearsal, [property: FromQuery(Name = "dryRun")] string? DryRun);
