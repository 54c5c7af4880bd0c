namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>The tests that run beside the others, with a browser and a server of their own: they are a third of the work.</summary>
[CollectionDefinition(Name)]
public sealed class SideGroup : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard, beside";
}
