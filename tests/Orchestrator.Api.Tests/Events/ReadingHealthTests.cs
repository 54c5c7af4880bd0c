using Orchestrator.Api.Events;
using Orchestrator.Contracts.Durability;
using Xunit;

namespace Orchestrator.Api.Tests.Events;

public sealed class ReadingHealthTests
{
    private readonly ManualTime _time = new();
    private readonly ReadingHealth _health;

    public ReadingHealthTests() => _health = new(_time);

    [Fact]
    public void IsBad_FailsForLong_IsToldUntilItWorksAgain()
    {
        _health.Failed();
        Assert.Equal((false, false), (_health.IsGood, _health.IsBad));
        _time.Advance(ReadingHealth.Patience / 2);
        _health.Failed();
        _time.Advance(ReadingHealth.Patience / 2);
        Assert.True(_health.IsBad);
        _health.Succeeded();
        Assert.Equal((true, false), (_health.IsGood, _health.IsBad));
    }

    [Fact]
    public void IsBad_FailedAndNobodyReads_IsForgotten()
    {
        _health.Failed();
        _time.Advance(ReadingHealth.Patience);
        _health.Forget();
        Assert.Equal((false, false), (_health.IsGood, _health.IsBad));
    }

    [Fact]
    public void IsBad_FailsNowAndThen_IsNot()
    {
        for (var round = 0; round < 5; round++)
        {
            _health.Failed();
            _time.Advance(ReadingHealth.Patience - TimeSpan.FromSeconds(1));
            Assert.False(_health.IsBad);
            _health.Succeeded();
        }
    }
}
