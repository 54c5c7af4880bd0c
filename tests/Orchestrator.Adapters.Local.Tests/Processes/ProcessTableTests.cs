using System.Diagnostics;
using Orchestrator.Adapters.Local.Processes;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Processes;

public sealed class ProcessTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("./app.sh")]
    [InlineData("app.sh")]
    [InlineData("../{0}/app.sh")]
    public void Runs_ScriptStartedByRelativePath_IsRecognised(string path)
    {
        var script = Path.Combine(_folder.FullName, "app.sh");
        File.WriteAllText(script, "read line");
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", [path.Replace("{0}", _folder.Name, StringComparison.Ordinal), "serve"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
        })!;

        // What it runs can be read a moment after it was started only.
        var runs = SpinWait.SpinUntil(() => ProcessTable.Runs(process.Id, RealPath.Of(script)!, ["serve"]), TimeSpan.FromSeconds(30));
        var runsOther = ProcessTable.Runs(process.Id, RealPath.Of(script)!, ["seed"]);
        process.StandardInput.Close();
        process.WaitForExit();

        Assert.True(runs);
        Assert.False(runsOther);
    }
}
