using Orchestrator.Contracts.World;

namespace Orchestrator.Functions.Tests.Hosts;

/// <summary>A host with the HTTP API, in a world in memory.</summary>
internal interface ISite : IAsyncDisposable
{
    /// <summary>The world.</summary>
    MigrationDrill Drill { get; }

    /// <summary>A client of somebody with a role, or of nobody.</summary>
    HttpClient ClientOf(string? name, string? role = null);
}
