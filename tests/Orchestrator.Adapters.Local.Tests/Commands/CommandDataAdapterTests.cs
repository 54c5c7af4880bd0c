using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Commands;

/// <summary>A "database" that is one file, moved by one script.</summary>
public sealed class CommandDataAdapterTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;
    private readonly string _backup;

    public CommandDataAdapterTests()
    {
        _backup = Directory.CreateDirectory(Path.Combine(_folder.Path, "backup")).FullName;
        _host = new TestHost(_folder.Path, options => options.AllowedCommands["move"] = new AllowedCommand
        {
            Path = _folder.Write("move", """
                #!/bin/sh
                set -e
                sum() { sha256sum <"$1" | cut -d' ' -f1; }
                case "$ORCHESTRATOR_ACTION" in
                  readiness) echo '{"findings":[{"subject":"disk","problem":"is small","remedy":"enlarge it","isBlocking":false}]}' ;;
                  measure) echo "{\"sizeBytes\":$(wc -c <"$ORCHESTRATOR_SOURCE"),\"objectCount\":1}" ;;
                  backUp) cp "$ORCHESTRATOR_SOURCE" "$ORCHESTRATOR_FOLDER/data" ;;
                  restore) cp "$ORCHESTRATOR_FOLDER/data" "$ORCHESTRATOR_TARGET" ;;
                  compare) r=${ORCHESTRATOR_FOLDER:+$ORCHESTRATOR_FOLDER/data}; r=${r:-$ORCHESTRATOR_SOURCE}
                    echo "{\"items\":[{\"name\":\"data\",\"referenceCount\":1,\"targetCount\":1,\"referenceChecksum\":\"$(sum "$r")\",\"targetChecksum\":\"$(sum "$ORCHESTRATOR_TARGET")\"}]}" ;;
                  remove) rm -f "$ORCHESTRATOR_TARGET" ;;
                esac
                """, isExecutable: true),
        });
        _folder.Write("source", "hello");
    }

    private IDataAdapter Adapter => _host.Adapter<IDataAdapter>("command");

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_Twice_MovesTheData()
    {
        var component = Component();
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(new DataSize(5, 1), await Adapter.BackUpAsync(component, _backup, _host.Scope("backup"), default));
            await Adapter.PrepareTargetAsync(component, _host.Scope("restore"), default);
            await Adapter.RestoreAsync(component, _backup, _host.Scope("restore"), default);
        }

        Assert.Equal(new DataSize(5, 1), await Adapter.MeasureAsync(component, Side.Source, _host.Scope("measure"), default));
        Assert.True((await Adapter.CompareAsync(component, _backup, _host.Scope("compare"), default)).IsEqual);
        Assert.True((await Adapter.CompareAsync(component, null, _host.Scope("compare"), default)).IsEqual);
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "target")));
    }

    [Fact]
    public async Task Compare_Different_IsNotEqual()
    {
        _folder.Write("target", "other");

        var comparison = await Adapter.CompareAsync(Component(), null, _host.Scope("compare"), default);

        Assert.False(Assert.Single(comparison.Items).IsEqual);
    }

    [Fact]
    public async Task BackUp_HalfWritten_IsReplaced()
    {
        _folder.Write("backup/half", "written");

        await Adapter.BackUpAsync(Component(), _backup, _host.Scope("backup"), default);

        Assert.Equal(["data"], Directory.EnumerateFiles(_backup).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Remove_Twice_IsFine()
    {
        await Adapter.RemoveTargetAsync(Component(), _host.Scope("remove"), default);
        await Adapter.RemoveTargetAsync(Component(), _host.Scope("remove"), default);
    }

    [Fact]
    public async Task CheckReadiness_TellsFindings() =>
        Assert.Equal("disk", Assert.Single(await Adapter.CheckReadinessAsync(Component(), _host.Scope("check"), default)).Subject);

    [Fact]
    public async Task CheckReadiness_CommandNotAllowed_Blocks()
    {
        using var host = new TestHost(_folder.Path, _ => { });

        var finding = Assert.Single(await host.Adapter<IDataAdapter>("command").CheckReadinessAsync(Component(), host.Scope("check"), default));

        Assert.True(finding.IsBlocking);
    }

    [Fact]
    public async Task CheckReadiness_RehearsalWithoutCopy_Blocks() =>
        Assert.True(Assert.Single(await Adapter.CheckReadinessAsync(Component(), _host.Scope("check", isRehearsal: true), default)).IsBlocking);

    private DataComponent Component() => DurableJson.Read<DataComponent>(DurableJson.Write(new
    {
        name = "db",
        kind = "command",
        source = new { endpoint = Path.Combine(_folder.Path, "source") },
        target = new { endpoint = Path.Combine(_folder.Path, "target") },
        backUp = new { command = "move" },
        restore = new { command = "move" },
        compare = new { command = "move" },
        remove = new { command = "move" },
        readiness = new { command = "move" },
        measure = new { command = "move" },
    }))!;
}
