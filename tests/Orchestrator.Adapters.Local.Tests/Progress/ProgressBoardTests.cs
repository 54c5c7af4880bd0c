using Orchestrator.Adapters.Local.Progress;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Progress;

public sealed class ProgressBoardTests
{
    private readonly ProgressBoard _board = new();

    [Fact]
    public void Report_Twice_KeepsTheLast()
    {
        _board.Report("m", "restore", new StepProgress(1, 10, "bytes"));
        _board.Report("m", "restore", new StepProgress(2, 10, "bytes"));

        Assert.Equal(new StepProgress(2, 10, "bytes"), _board.Find("m", "restore"));
    }

    [Fact]
    public void Find_Unknown_IsNull() => Assert.Null(_board.Find("m", "restore"));

    [Fact]
    public void Clear_Migration_ForgetsItAlone()
    {
        _board.Report("a", "restore", new StepProgress(1, null, "rows"));
        _board.Report("b", "restore", new StepProgress(1, null, "rows"));

        _board.Clear("a");

        Assert.Null(_board.Find("a", "restore"));
        Assert.NotNull(_board.Find("b", "restore"));
    }
}
