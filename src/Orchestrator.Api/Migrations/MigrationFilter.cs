using Microsoft.AspNetCore.Mvc;

namespace Orchestrator.Api.Migrations;

/// <summary>Which migrations to list, as the query says it.</summary>
internal sealed record MigrationFilter(
    [property: FromQuery(Name = "workload")] string? Workload,
    [property: FromQuery(Name = "state")] string? State,
    [property: FromQuery(Name = "top")] string? Top,
    [property: FromQuery(Name = "continuation")] string? Continuation);
