using System.Text.RegularExpressions;
using Orchestrator.Core.Plans.Validation;

namespace Orchestrator.Core.Tests.Plans.Validation;

public class DurationsTests
{
    [Theory]
    [InlineData("PT30S", 30)]
    [InlineData("PT1.5S", 1.5)]
    [InlineData("P1W", 604800)]
    [InlineData("P1DT1H1M1S", 90061)]
    [InlineData("PT90M", 5400)]
    [InlineData("PT0S", 0)]
    public void TryRead_Duration_IsRead(string text, double seconds)
    {
        Assert.True(Durations.TryRead(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.Matches(Durations.Pattern, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("T1S")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1W1D")]
    [InlineData("-PT1S")]
    [InlineData("P-1D")]
    [InlineData("PT1,5S")]
    [InlineData("PT1.5H")]
    [InlineData("PT1S ")]
    [InlineData("pt1s")]
    public void TryRead_NoDuration_IsRefusedHereAndByTheSchema(string text)
    {
        Assert.False(Durations.TryRead(text, out _));
        Assert.DoesNotMatch(new Regex(Durations.Pattern), text);
    }

    [Theory]
    [InlineData("PT1S\n")]
    [InlineData("P99999999999999999999D")]
    [InlineData("P99999999999999999999W")]
    public void TryRead_WhatNoTimeSpanHolds_IsRefused(string text) => Assert.False(Durations.TryRead(text, out _));

    [Theory]
    [InlineData("30s", "Write PT30S.")]
    [InlineData("5 min", "Write PT5M.")]
    [InlineData("2 hours", "Write PT2H.")]
    [InlineData("3days", "Write P3D.")]
    [InlineData("00:00:30", "Write PT30S.")]
    [InlineData("pt30s", "Write PT30S.")]
    [InlineData("P1Y", "Write days, for example P30D.")]
    [InlineData("P1Y2M", "Write days, for example P30D.")]
    [InlineData("-PT1S", "Write a duration such as PT30S.")]
    [InlineData("soon", "Write a duration such as PT30S (30 seconds), PT4H (4 hours) or P14D (14 days).")]
    public void Explain_WhatPeopleWrite_SaysWhatToWrite(string text, string remedy) => Assert.Equal(remedy, Durations.Explain(text).Remedy);
}
