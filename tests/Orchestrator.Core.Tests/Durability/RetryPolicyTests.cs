using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Tests.Durability;

public sealed class RetryPolicyTests
{
    [Fact]
    public void Ctor_Defaults_AreThoseDocumented()
    {
        var policy = new RetryPolicy();

        Assert.Equal(5, policy.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(2), policy.FirstDelay);
        Assert.Equal(2, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromMinutes(5), policy.MaxDelay);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(9, 300)]
    [InlineData(10_000, 300)]
    public void DelayAfter_Attempt_GrowsUpToTheLongest(int attempt, int expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), new RetryPolicy().DelayAfter(attempt));

    [Fact]
    public void Init_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { FirstDelay = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { BackoffCoefficient = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { BackoffCoefficient = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { MaxDelay = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy().DelayAfter(0));
    }
}
