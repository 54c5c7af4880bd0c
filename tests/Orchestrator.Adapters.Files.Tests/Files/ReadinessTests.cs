using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class ReadinessTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("missing", "target", "does not exist")]
    [InlineData("file", "target", "is not a folder")]
    [InlineData("source", "source/below", "inside of the source")]
    [InlineData("source/below", "source", "inside of the target")]
    [InlineData("source", "source", "inside of")]
    [InlineData("source", "link/below", "inside of the source")]
    [InlineData(".", "elsewhere/target", "work folder")]
    [InlineData("source", "missing/target", "mkdir -p")]
    [InlineData("source", "file", "not a folder")]
    [InlineData("source", "link", "symbolic link")]
    [InlineData("source", "full", "not empty")]
    public async Task CheckReadinessAsync_CannotWork_SaysWhy(string source, string target, string text)
    {
        NastyTree.Shell("cd \"$1\"; touch file; mkdir source/below full elsewhere; touch full/x; ln -s source link", _bench.Root);
        _bench.Component = FilesComponent.Create(Path.Combine(_bench.Root, source), Path.Combine(_bench.Root, target));

        var findings = await _bench.CheckAsync();

        Assert.Contains(findings, finding => finding.IsBlocking
            && $"{finding.Problem} {finding.Remedy}".Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("relative/path")]
    [InlineData("")]
    [InlineData("/")]
    public async Task EveryStep_PathNotAbsolute_SaysWhich(string path)
    {
        _bench.Component = FilesComponent.Create(_bench.Source, path);

        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.PrepareAsync());

        Assert.Contains("target.path of data 'uploads'", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task BackUpAsync_SourceMissing_SaysSo()
    {
        Directory.Delete(_bench.Source);

        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.BackUpAsync());

        Assert.Contains($"folder '{_bench.Source}': it does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsSupported_FileSystemWithoutAttributes_IsFalse()
    {
        using var folder = FileSystem.OpenFolder("/proc");

        Assert.False(ExtendedAttributes.IsSupported(folder, "user.attribute"));
    }

    [Fact]
    public void Explain_DeviceFull_IsNotTransient()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var error = Assert.ThrowsAny<Exception>(() => RandomAccess.Write(full, "x"u8, 0));

        var explained = FileErrors.Explain(error, "file");

        Assert.NotNull(explained);
        Assert.False(explained.IsTransient);
        Assert.Contains("no space", explained.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OtherErrors_AreLeftAlone() => Assert.Null(FileErrors.Explain(new InvalidOperationException("x"), "file"));
}
