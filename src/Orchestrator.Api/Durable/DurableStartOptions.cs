using Microsoft.AspNetCore.Mvc;

namespace Orchestrator.Api.Durable;

/// <summary>What a start may ask for in its query string.</summary>
internal sealed record DurableStartOptions(
    [property: FromQuery(Name = "timeout")] string? Timeout,
    [property: FromQuery(Name = "version")] string? Version);
