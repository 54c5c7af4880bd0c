namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>The tests that share a browser and a server.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardGroup : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard";
}
