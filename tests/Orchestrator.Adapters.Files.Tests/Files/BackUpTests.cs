using System.Net.Sockets;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class BackUpTests : IDisposable
{
    private const string Attribute = "user.note";

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task BackUpAsync_FileChangesWhileRead_IsTransientAndNamesIt()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.BackUpAsync(Growing(isRehearsal: false)));

        Assert.True(error.IsTransient);
        Assert.Contains("source/growing'", error.Subject, StringComparison.Ordinal);
        await _bench.MigrateAsync();
        Assert.True((await _bench.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task BackUpAsync_FileChangesWhileReadInRehearsal_IsEqualToItsBackup()
    {
        await _bench.BackUpAsync(Growing(isRehearsal: true));

        var scope = _bench.Scope(isRehearsal: true);
        await _bench.PrepareAsync(scope);
        await _bench.RestoreAsync(scope);

        Assert.True((await _bench.CompareAsync(_bench.Backup, scope)).IsEqual);
        Assert.Contains("\"changedWhileRead\":true", await File.ReadAllTextAsync(Path.Combine(_bench.Backup, "manifest.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackUpAsync_FileAppearsMeanwhile_IsTransient()
    {
        var path = _bench.Write("folder/large", new string('x', 5_000_000));
        var scope = _bench.Scope().With(_ => File.WriteAllText($"{path}-too", "late"));

        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.BackUpAsync(scope));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task BackUpAsync_Again_KeepsThePacksOfUnchangedFiles()
    {
        for (var number = 0; number < 10; number++) _bench.Write($"file-{number}", new string((char)('a' + number), 700_000));
        await _bench.BackUpAsync();
        var before = Packs();
        _bench.Write("file-5", "changed");

        await _bench.BackUpAsync();

        // The changed file alone may have been in one pack and the end of another.
        Assert.InRange(before.Intersect(Packs()).Count(), before.Count - 2, before.Count);
        await _bench.PrepareAsync();
        await _bench.RestoreAsync();
        Assert.True((await _bench.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task BackUpAsync_AgainWithDamagedPacks_ReadsTheFilesAnew()
    {
        for (var number = 0; number < 10; number++) _bench.Write($"file-{number}", new string((char)('a' + number), 700_000));
        await _bench.BackUpAsync();
        foreach (var (path, _) in Packs()) File.WriteAllText(path, "damaged");

        await _bench.MigrateAsync();

        Assert.True((await _bench.CompareAsync()).IsEqual);
        Assert.DoesNotContain(Directory.EnumerateFiles(_bench.Backup), path => File.ReadAllText(path) == "damaged");
    }

    [Fact]
    public async Task BackUpAsync_ManyFiles_MakesFewPacksAndAPrivateFolder()
    {
        for (var number = 0; number < 1_000; number++) _bench.Write($"{number}", "content");

        await _bench.BackUpAsync();

        Assert.InRange(Directory.EnumerateFiles(_bench.Backup).Count(), 3, 6);
        Assert.Equal("700\n", NastyTree.Shell("stat -c %a \"$1\"", _bench.Backup));
    }

    [Fact]
    public async Task EveryStep_Always_ReportsBytesUpToTheTotal()
    {
        for (var number = 0; number < 20; number++) _bench.Write($"{number}", new string('x', 100_000 * number));
        await _bench.PrepareAsync();
        foreach (var step in new Func<StepScope, Task>[] { scope => _bench.BackUpAsync(scope), scope => _bench.RestoreAsync(scope), scope => _bench.CompareAsync(null, scope) })
        {
            var reports = new List<StepProgress>();
            await step(_bench.Scope().With(reports.Add));

            Assert.Equal(reports.Select(report => report.Completed).Order(), reports.Select(report => report.Completed));
            Assert.All(reports, report => Assert.Equal("bytes", report.Unit));
            Assert.Equal(reports[^1].Total, reports[^1].Completed);
        }
    }

    [Fact]
    public async Task BackUpAsync_Socket_IsLeftOut()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_bench.Source, "socket")));

        Assert.Contains(await _bench.CheckAsync(), finding => finding is { IsBlocking: false } && finding.Problem.Contains("socket", StringComparison.Ordinal));
        await _bench.MigrateAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Target));
        Assert.True((await _bench.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task BackUpAsync_Device_IsRefused()
    {
        _bench.Component = FilesComponent.Create("/dev", _bench.Target);

        Assert.Contains(await _bench.CheckAsync(), finding => finding.IsBlocking && finding.Problem.Contains("device", StringComparison.Ordinal));
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => _bench.BackUpAsync(_bench.Scope(isRehearsal: true)))).IsTransient);
    }

    [Fact]
    public async Task RestoreAsync_ExtendedAttributes_AreKept()
    {
        Annotate(_bench.Write("file", "content"), "of a file");
        Annotate(_bench.Source, "of a folder");

        await _bench.MigrateAsync();

        Assert.Equal("of a file", Note(Path.Combine(_bench.Target, "file")));
        Assert.Equal("of a folder", Note(_bench.Target));
        Annotate(Path.Combine(_bench.Target, "file"), "of another");
        Assert.Contains("attributes is user.note=", (await _bench.CompareAsync()).Items[0].FirstDifferences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_ExtendedAttributesDropped_AreLeftBehind()
    {
        using var bench = new Workbench(("extendedAttributes", "drop"));
        Annotate(bench.Write("file", "content"), "of a file");

        await bench.MigrateAsync();

        Assert.Null(Note(Path.Combine(bench.Target, "file")));
        Assert.True((await bench.CompareAsync()).IsEqual);
    }

    private StepScope Growing(bool isRehearsal)
    {
        var path = _bench.Write("growing", new string('x', 5_000_000));
        return _bench.Scope(isRehearsal).With(_ => File.AppendAllText(path, "more"));
    }

    private List<(string Path, DateTime Written)> Packs() =>
        [.. from path in Directory.EnumerateFiles(_bench.Backup, "*.pack") select (path, File.GetLastWriteTimeUtc(path))];

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string path) =>
        Directory.Exists(path) ? FileSystem.OpenFolder(path) : File.OpenHandle(path);

    private static void Annotate(string path, string note)
    {
        using var handle = Open(path);
        ExtendedAttributes.Write(handle, Attribute, System.Text.Encoding.UTF8.GetBytes(note));
    }

    private static string? Note(string path)
    {
        using var handle = Open(path);
        return ExtendedAttributes.Read(handle)?.TryGetValue(Attribute, out var note) == true ? System.Text.Encoding.UTF8.GetString(note) : null;
    }
}
