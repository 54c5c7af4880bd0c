using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Plans;

public class StrategyChooserTests
{
    [Theory]
    [InlineData("strategy: online", MigrationStrategy.Online)]
    [InlineData("downtime: { tolerance: PT30S }", MigrationStrategy.Online)]
    [InlineData("downtime: { tolerance: PT14M59S }", MigrationStrategy.Online)]
    [InlineData("downtime: { tolerance: PT15M }", MigrationStrategy.Offline)]
    [InlineData("criticality: mission-critical\ndowntime: { tolerance: PT4H }", MigrationStrategy.Offline)]
    [InlineData("criticality: mission-critical", MigrationStrategy.Online)]
    [InlineData("criticality: high", MigrationStrategy.Offline)]
    public void Choose_Plan_GivesStrategy(string keys, MigrationStrategy expected)
    {
        var text = PlanText.Replace("strategy: offline", keys);

        var choice = StrategyChooser.Choose(new PlanReader(TestCatalog.All).Read(text, "plan.yaml").OrThrow());

        Assert.Equal(expected, choice.Strategy);
        Assert.EndsWith(".", choice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_NoDataAndOwnInfrastructure_Redeploys()
    {
        var plan = new MigrationPlan { Version = 1, Name = "a", Infrastructure = new AdapterSpec { Kind = "armTemplate" } };

        Assert.Equal(MigrationStrategy.Redeploy, StrategyChooser.Choose(plan).Strategy);
    }
}
