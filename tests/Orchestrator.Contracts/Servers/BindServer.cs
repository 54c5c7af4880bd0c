using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Orchestrator.Contracts.Servers;

/// <summary>
/// A primary name server of one's own (Debian's BIND) for the zone <c>contoso.test</c>, on a free loopback port and with
/// its files in a temporary folder. It ends with this process, however that ends.
/// </summary>
public sealed class BindServer : IAsyncDisposable
{
    /// <summary>The zone.</summary>
    public const string Zone = "contoso.test";

    /// <summary>The key that may change the zone.</summary>
    public const string KeyName = "orchestrator";

    /// <summary>A key that the server knows and that may change nothing.</summary>
    public const string StrangerName = "stranger";

    // Its standard input is a pipe from this process: when this process dies, even by kill -9, the pipe closes.
    private const string EndsWithParent = "named -f -c \"$0\" & cat >/dev/null; kill $!; wait $!";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-bind-").FullName;
    private Process? _process;

    /// <summary>The secret of <see cref="KeyName"/>, new for each server.</summary>
    public string KeySecret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The secret of <see cref="StrangerName"/>.</summary>
    public string StrangerSecret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The port it listens on; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>What to put into a plan.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <param name="records">Lines of the zone's file, for example <c>orders 3600 IN A 192.0.2.1</c>.</param>
    /// <returns>The server, ready for questions.</returns>
    public static async Task<BindServer> StartAsync(params IEnumerable<string> records)
    {
        var server = new BindServer();
        string[] zone = [$"@ 300 IN SOA ns.{Zone}. admin.{Zone}. 1 3600 600 86400 60", $"@ 300 IN NS ns.{Zone}.", "ns 300 IN A 127.0.0.1", .. records];
        await File.WriteAllLinesAsync(Path.Combine(server._folder, "zone"), zone);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = LoopbackPort.Free();
            try
            {
                await server.RestartAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // A port that was free a moment ago was taken.
            }
        }
    }

    /// <summary>Starts it again, on the same port with what it kept.</summary>
    /// <returns>A task that completes when it answers.</returns>
    public async Task RestartAsync()
    {
        await StopAsync();
        File.Delete(LogFile);
        await File.WriteAllTextAsync(ConfigFile, Configuration());
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", EndsWithParent, ConfigFile])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
            Environment = { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
        })!;
        var output = new ProcessErrors(_process);
        using var bound = new CancellationTokenSource(Patience);
        while (!Log().Contains("\nrunning\n", StringComparison.Ordinal))
        {
            if (_process.HasExited || Log().Contains("exiting", StringComparison.Ordinal) || output.Text.Contains("named:", StringComparison.Ordinal))
                throw new InvalidOperationException($"named did not start: {output.Text}\n{Log()}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), bound.Token);
        }
    }

    /// <summary>Stops it and keeps its zone.</summary>
    /// <returns>A task that completes when it has ended.</returns>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.StandardInput.Close();
        using var bound = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(bound.Token);
        process.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConfigFile => Path.Combine(_folder, "named.conf");

    private string LogFile => Path.Combine(_folder, "log");

    private string Log()
    {
        if (!File.Exists(LogFile))
            return "";
        using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
        options {
          directory "{{_folder}}"; pid-file "{{_folder}}/pid"; session-keyfile "{{_folder}}/session.key"; lock-file none;
          listen-on port {{Port}} { 127.0.0.1; }; listen-on-v6 { none; };
          recursion no; dnssec-validation no; allow-transfer { none; }; notify no;
        };
        controls { };
        logging { channel file { file "{{LogFile}}"; severity info; }; category default { file; }; };
        key "{{KeyName}}" { algorithm hmac-sha256; secret "{{KeySecret}}"; };
        key "{{StrangerName}}" { algorithm hmac-sha256; secret "{{StrangerSecret}}"; };
        zone "{{Zone}}" { type primary; file "{{_folder}}/zone"; update-policy { grant {{KeyName}} zonesub ANY; }; };

        """);

    private sealed class ProcessErrors
    {
        private readonly Lock _gate = new();
        private string _text = "";

        public ProcessErrors(Process process)
        {
            process.ErrorDataReceived += (_, line) =>
            {
                lock (_gate)
                    _text += line.Data is null ? "" : $"{line.Data}\n";
            };
            process.BeginErrorReadLine();
        }

        public string Text
        {
            get
            {
                lock (_gate)
                    return _text;
            }
        }
    }
}
