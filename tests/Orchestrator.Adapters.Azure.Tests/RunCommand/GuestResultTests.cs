using System.Text;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.RunCommand;
using Orchestrator.Contracts.Data;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.RunCommand;

public sealed class GuestResultTests
{
    [Theory]
    [InlineData("Enable succeeded: \\n[stdout]\\nhello\\n\\norchestrator-exit=0\\n\\n[stderr]\\n", 0, "hello", "")]
    [InlineData("Enable succeeded: \\n[stdout]\\norchestrator-exit=0 of mine\\norchestrator-exit=4\\n[stderr]\\nbad", 4, "orchestrator-exit=0 of mine", "bad")]
    [InlineData("Enable failed: failed to execute command: command terminated with exit status=127\\n[stdout]\\n\\n[stderr]\\nnot found", null, "", "not found")]
    public void Of_Linux_ReadsBothStreamsAndTheExitCode(string message, int? code, string output, string error) =>
        Assert.Equal(new GuestResult(code, output, error), Read($$$$$$"""{"value":[{"code":"ProvisioningState/succeeded","message":"{{{{{{message}}}}}}"}]}"""));

    [Fact]
    public void Of_LinuxSaysItFailed_TakesItsStatus() => Assert.Equal(127, Read("""
        {"value":[{"code":"ProvisioningState/failed/127","message":"Enable failed: command terminated with exit status=127\n[stdout]\n\n[stderr]\nnot found"}]}
        """)!.ExitCode);

    [Theory]
    [InlineData("did\\r\\norchestrator-exit=0\\r\\n", 0)]
    [InlineData("did", null)]
    public void Of_WindowsInsideOfTheStatus_ReadsEachStream(string output, int? code)
    {
        var result = Read($$$$$$"""{"status":"Succeeded","properties":{"output":{"value":[{"code":"ComponentStatus/StdOut/succeeded","message":"{{{{{{output}}}}}}"},{"code":"ComponentStatus/StdErr/succeeded","message":"thrown"}]}}}""");
        Assert.Equal(new GuestResult(code, "did", "thrown"), result);
    }

    [Fact]
    public void Of_NoResult_IsNull() => Assert.Null(Read("""{"status":"Succeeded"}"""));

    [Fact]
    public void InWords_OutputWithSecrets_HasNone() =>
        Assert.Equal("it did not come to its end: password=***", new GuestResult(null, "", "password=hunter2").InWords(new TestSecrets()));

    private static GuestResult? Read(string body) => GuestResult.Of(new() { Status = 200, Body = Json.Parse(Encoding.UTF8.GetBytes(body)) });
}
