using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Dns;

public sealed class DnsTrafficAdapterTests : IAsyncLifetime
{
    private const string Former = "192.0.2.1, 192.0.2.2 3600";

    private DnsRig _rig = null!;

    public async Task InitializeAsync() => _rig = await DnsRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task SetAsync_ThereAndBack_RestoresTheFormerRecordSetExactly()
    {
        await _rig.SetAsync(Side.Target);
        Assert.Equal("198.51.100.7 60", await _rig.SeenAsync());

        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(Former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_AddressesOfVersion6_AreComparedByWhatTheyMean()
    {
        await using var rig = await DnsRig.StartAsync("AAAA", ["2001:DB8:0:0::1"], ["2001:db8::2"]);
        await rig.SetAsync(Side.Target);
        Assert.Equal("2001:db8::2 60", await rig.SeenAsync());

        await rig.SetAsync(Side.Source);

        Assert.Equal("2001:db8::1 3600", await rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_UndoWithoutDoAndTwice_ChangesNothing()
    {
        _rig.UseProgram("echo called >>calls; exec $REAL \"$@\"");
        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(Former, await _rig.SeenAsync());
        Assert.False(File.Exists(Path.Combine(_rig.Folder.Path, "calls")));
    }

    [Fact]
    public async Task PrepareAsync_ThenReleased_ShortensAndRestoresTheTtl()
    {
        await _rig.PrepareAsync();
        await _rig.PrepareAsync();
        await _rig.SetAsync(Side.Source, isHeld: true);
        Assert.Equal("192.0.2.1, 192.0.2.2 60", await _rig.SeenAsync());

        await _rig.SetAsync(Side.Source);

        Assert.Equal(Former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SettleAsync_AfterTheCutover_KeepsTheTargetAndRestoresTheTtl()
    {
        await _rig.PrepareAsync();
        await _rig.SetAsync(Side.Target);

        await _rig.SettleAsync();
        await _rig.SettleAsync();

        Assert.Equal("198.51.100.7 3600", await _rig.SeenAsync());
    }

    [Fact]
    public async Task SettleAsync_NeverCutOver_RestoresTheTtl()
    {
        await _rig.SettleAsync();
        await _rig.PrepareAsync();
        await _rig.SettleAsync();

        Assert.Equal(Former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangedIt_ShowsBothAndChangesNothing()
    {
        await using var rig = await DnsRig.StartAsync("A", ["192.0.2.99"], ["198.51.100.7"]);
        var spec = TestHost.Spec("dns", new
        {
            server = rig.Server.Address,
            zone = BindServer.Zone,
            name = DnsRig.Name,
            type = "A",
            source = (string[])["192.0.2.1"],
            target = (string[])["198.51.100.7"],
            tsigName = BindServer.KeyName,
            tsigSecret = $"file:{rig.KeyFile}",
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Adapter.SetAsync(spec, new(Side.Target, IsHeld: false), rig.Scope, default));

        Assert.False(error.IsTransient);
        Assert.All(["192.0.2.99", "192.0.2.1", "198.51.100.7"], value => Assert.Contains(value, error.Message, StringComparison.Ordinal));
        Assert.Equal("192.0.2.99 3600", await rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangesItInBetween_IsAllOrNothing()
    {
        _rig.UseProgram($"""
            cat >update
            printf 'server 127.0.0.1 {_rig.Server.Port}\nkey hmac-sha256:{BindServer.KeyName} {_rig.Server.KeySecret}\nupdate delete {DnsRig.Name}. A 192.0.2.2\nsend\n' | $REAL
            exec $REAL "$@" update
            """);

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.Contains("somebody else changed it meanwhile: it was 192.0.2", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("and is 192.0.2.1 (TTL 3600 s)", error.Problem, StringComparison.Ordinal);
        Assert.Equal("192.0.2.1 3600", await _rig.SeenAsync());
    }

    [Theory]
    [InlineData("cat >update; $REAL \"$@\" update; kill -9 $$")] // killed after the change
    [InlineData("kill -9 $$")] // killed before it
    public async Task SetAsync_KilledInTheMiddle_EndsTheSameWhenRunAgain(string script)
    {
        await _rig.PrepareAsync();
        _rig.UseProgram(script);
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target))).IsTransient);

        _rig.Options.NsupdatePath = "/usr/bin/nsupdate";
        await _rig.SetAsync(Side.Target);
        Assert.Equal("198.51.100.7 60", await _rig.SeenAsync());
        await _rig.SetAsync(Side.Source);

        Assert.Equal(Former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_AnswerIsLostAndSentAgain_IsTakenAsDone()
    {
        _rig.UseProgram("cat >update; $REAL \"$@\" update; exec $REAL \"$@\" update");

        await _rig.SetAsync(Side.Target);

        Assert.Equal("198.51.100.7 60", await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_CancelledInTheMiddle_Ends()
    {
        _rig.UseProgram("touch started; sleep 300");
        using var cancel = new CancellationTokenSource();
        var setting = _rig.Adapter.SetAsync(_rig.Spec, new(Side.Target, IsHeld: false), _rig.Scope, cancel.Token);
        await TestWait.UntilAsync(() => File.Exists(Path.Combine(_rig.Folder.Path, "started")));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setting);
        Assert.Equal(Former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_Key_IsNoArgumentAndNoVariableAndInNoFile()
    {
        _rig.UseProgram("echo \"$@\" >seen; env >>seen; exec $REAL \"$@\"");

        await _rig.SetAsync(Side.Target);

        File.Delete(_rig.KeyFile);
        Assert.All(Directory.EnumerateFiles(_rig.Folder.Path, "*", SearchOption.AllDirectories), file =>
            Assert.DoesNotContain(_rig.Server.KeySecret, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetAsync_KeyIsWrong_SaysSoWithoutTheKey()
    {
        var wrong = Convert.ToBase64String(new byte[32]);
        _rig.KeyFile = _rig.Folder.Write("wrong", wrong);

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.False(error.IsTransient);
        Assert.Contains("tsigSecret", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_KeyMayNotChangeIt_SaysWhichGrantIsMissing()
    {
        _rig.KeyFile = _rig.Folder.Write("stranger", _rig.Server.StrangerSecret);
        var spec = TestHost.Spec("dns", new
        {
            server = _rig.Server.Address,
            zone = BindServer.Zone,
            name = DnsRig.Name,
            type = "A",
            source = _rig.Source,
            target = _rig.Target,
            tsigName = BindServer.StrangerName,
            tsigSecret = $"file:{_rig.KeyFile}",
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Adapter.SetAsync(spec, new(Side.Target, IsHeld: false), _rig.Scope, default));

        Assert.False(error.IsTransient);
        Assert.Contains($"grant {BindServer.StrangerName} name {DnsRig.Name}. A", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_KeyHasMoreThanOneWord_IsRefusedUnseen()
    {
        _rig.KeyFile = _rig.Folder.Write("lines", "AAAA\nupdate delete contoso.test. NS");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.DoesNotContain("AAAA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_ProgramIsMissing_SaysHowToInstallIt()
    {
        _rig.Options.NsupdatePath = Path.Combine(_rig.Folder.Path, "absent");

        Assert.Contains("bind9-dnsutils", (await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target))).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_ServerIsNotAllowed_IsRefused()
    {
        _rig.Options.AllowedHosts.Add("dns.contoso.example");

        Assert.Contains("AllowedHosts", (await Assert.ThrowsAsync<AdapterException>(() => _rig.Adapter.GetAsync(_rig.Spec, _rig.Scope, default))).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FaultsByChance_AlwaysEndsExactly()
    {
        string[] scripts = ["kill -9 $$", "cat >update; $REAL \"$@\" update; kill -9 $$", "cat >update; $REAL \"$@\" update; exec $REAL \"$@\" update", "exec $REAL \"$@\""];
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var (side, isHeld) = (random.Next(2) == 0 ? Side.Source : Side.Target, random.Next(2) == 0);
            _rig.UseProgram(scripts[random.Next(scripts.Length)]);
            await TryAsync(() => random.Next(3) == 0 ? _rig.PrepareAsync() : _rig.SetAsync(side, isHeld));
            _rig.Options.NsupdatePath = "/usr/bin/nsupdate";
            await _rig.SetAsync(side, isHeld);
            Assert.Equal(side, await _rig.AskAsync(default));
        }

        await _rig.SetAsync(Side.Source);
        Assert.Equal(Former, await _rig.SeenAsync());
    }

    private static async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (AdapterException error) when (error.IsTransient)
        {
            // The next run has to make up for it.
        }
    }
}
