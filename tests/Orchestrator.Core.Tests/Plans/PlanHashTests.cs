using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Plans;

public class PlanHashTests
{
    private readonly PlanReader _reader = new(TestCatalog.All);

    [Theory]
    [InlineData("name: orders", "name: 'orders' # the shop")]
    [InlineData("strategy: offline", "strategy: offline\nonFailure: rollback")]
    [InlineData("kind: blob, connection: env:C", "connection: env:C, kind: blob, retain: P30D")]
    [InlineData("kind: blob,", "retain: PT720H, kind: blob,")]
    public void Compute_SameContent_IsTheSame(string old, string by) => Assert.Equal(Hash(PlanText.Valid), Hash(PlanText.Replace(old, by)));

    [Theory]
    [InlineData("name: orders", "name: others")]
    [InlineData("connection: env:C", "connection: env:D")]
    public void Compute_OtherContent_Differs(string old, string by) => Assert.NotEqual(Hash(PlanText.Valid), Hash(PlanText.Replace(old, by)));

    [Fact]
    public void Compute_CanonicalJson_IsAPlanWithTheSameHash()
    {
        var plan = _reader.Read(Samples.Read("full.yaml"), "full.yaml").OrThrow();

        var again = _reader.Read(PlanHash.Canonical(plan), "full.json").OrThrow();

        Assert.Equal(PlanHash.Compute(plan), PlanHash.Compute(again));
        Assert.Matches("^[0-9a-f]{64}$", PlanHash.Compute(plan));
    }

    private string Hash(string text) => PlanHash.Compute(_reader.Read(text, "plan.yaml").OrThrow());
}
