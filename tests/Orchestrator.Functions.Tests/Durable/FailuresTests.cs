using Microsoft.DurableTask;
using Orchestrator.Core.Ports;
using Orchestrator.Functions.Durable;
using Xunit;

namespace Orchestrator.Functions.Tests.Durable;

public sealed class FailuresTests
{
    public static TheoryData<Exception, bool, string?> Errors => new()
    {
        { new AdapterException("no answer", "db", "wait", isTransient: true), true, "wait" },
        { new AdapterException("no such table", "db", "make it", isTransient: false), false, "make it" },
        { new TimeoutException("too slow"), true, null },
        { new InvalidOperationException("a bug:\nwith lines"), false, null },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Read_WhatWasWrapped_IsTheSame(Exception error, bool isTransient, string? remedy)
    {
        var crossed = Failures.Read(Details(Failures.Wrap(error).Message));
        Assert.Equal(Core.Durability.FailureDetails.From(error), crossed);
        Assert.Equal((isTransient, remedy), (crossed.IsTransient, crossed.Remedy));
    }

    [Fact]
    public void Read_WithTheHostsWordsAround_FindsOurs()
    {
        var wrapped = Failures.Wrap(new TimeoutException("too slow"));
        var crossed = Failures.Read(Details($"Task 'X' (#3) failed with an unhandled exception: Result: Failure\nException: {typeof(FunctionFailedException).FullName}: y\n Exception: {wrapped.Message}\nStack: at X"));
        Assert.Equal(("System.TimeoutException", "too slow", true), (crossed.ErrorType, crossed.Message, crossed.IsTransient));
    }

    [Theory]
    [InlineData("Worker process exited with code 137")]
    [InlineData("cut\norchestrator-failure: {\"errorType\":\"Sys")]
    public void Read_NotOurs_IsTransient(string message)
    {
        var crossed = Failures.Read(Details(message));
        Assert.Equal((message, true), (crossed.Message, crossed.IsTransient));
    }

    [Fact]
    public void Wrap_FailureOfAChild_StaysWhatItWas()
    {
        var inner = new Core.Durability.FailureDetails("A.B", "gone", IsTransient: true) { Remedy = "look" };
        Assert.Equal(inner, Failures.Read(Details(Failures.Wrap(new Core.Durability.TaskFailedException("child", inner)).Message)));
    }

    private static TaskFailureDetails Details(string message) => new(typeof(FunctionFailedException).FullName!, message, null, null, null);
}
