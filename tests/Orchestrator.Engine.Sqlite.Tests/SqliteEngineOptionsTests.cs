using System.ComponentModel.DataAnnotations;
using Orchestrator.Core.Durability;
using Xunit;

namespace Orchestrator.Engine.Sqlite.Tests;

public sealed class SqliteEngineOptionsTests
{
    [Fact]
    public void Ctor_Defaults_AreThoseDocumented()
    {
        var options = new SqliteEngineOptions();

        Assert.Equal("hub.db", options.HubPath);
        Assert.Equal(64, options.MaxParallelActivities);
        Assert.Equal(8, options.MaxParallelOrchestrations);
        Assert.Equal(2_000, options.MaxLiveInstances);
        Assert.Equal(100, options.MaxDeliveries);
        Assert.Equal("", options.DefaultVersion);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ShutdownTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ClockCheckInterval);
    }

    [Fact]
    public void Engine_OptionOutOfRange_IsRefusedByName()
    {
        var error = Assert.Throws<ValidationException>(() => new SqliteEngine(new() { MaxParallelActivities = 0 }, new DurableRegistry()));

        Assert.Equal("The field MaxParallelActivities must be between 1 and 10000.", error.Message);
    }
}
