using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Contracts.Servers;

/// <summary>A real PostgreSQL cluster of a test's own: made in a temporary folder, on a free loopback port, gone at the end.</summary>
/// <remarks>It also ends when the test process dies, because a watcher stops it when the pipe to that process breaks.</remarks>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Watcher = "exec 3<&0; \"$@\" 3<&- & p=$!; cat <&3 >/dev/null; kill -INT $p; wait $p";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private Process? _watcher;

    private PostgreSqlServer(string folder) => _folder = folder;

    /// <summary>The superuser's name.</summary>
    public const string User = "postgres";

    /// <summary>The superuser's password; connections without it are refused.</summary>
    public string Password { get; } = $"pw-{Guid.NewGuid():N}";

    /// <summary>The loopback port.</summary>
    public int Port { get; private set; }

    /// <summary>Where the programs are (<c>initdb</c>, <c>pg_dump</c>, <c>psql</c>).</summary>
    public static string BinFolder { get; } = FindBinFolder();

    /// <summary>The server's log, for failing tests.</summary>
    public string LogPath => Path.Combine(_folder, "log");

    /// <summary>Makes and starts a cluster.</summary>
    /// <param name="parentFolder">An existing folder to make it in, for example a small tmpfs; the temporary folder by default.</param>
    /// <param name="settings">Settings beside the defaults, for example <c>max_connections=10</c>.</param>
    /// <returns>The server, ready for connections.</returns>
    public static async Task<PostgreSqlServer> StartAsync(string? parentFolder = null, params string[] settings)
    {
        var folder = Path.Combine(parentFolder ?? Path.GetTempPath(), $"pg-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var server = new PostgreSqlServer(folder);
        try
        {
            await server.InitializeAsync(settings);
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string for Npgsql.</summary>
    /// <param name="database">The database; it need not exist.</param>
    /// <returns>The connection string, with the password.</returns>
    public string ConnectionString(string database = "postgres") =>
        $"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database={database}";

    /// <summary>The same as a URL.</summary>
    /// <param name="database">The database; it need not exist.</param>
    /// <returns>The URL, with the password.</returns>
    public string Url(string database = "postgres") =>
        $"postgres://{User}:{Password}@127.0.0.1:{Port}/{Uri.EscapeDataString(database)}";

    /// <summary>Runs SQL with psql; any error fails.</summary>
    /// <param name="database">The database.</param>
    /// <param name="sql">One or more statements.</param>
    /// <returns>What it printed: unaligned, tuples only, without the last line break.</returns>
    public async Task<string> PsqlAsync(string database, string sql)
    {
        var start = new ProcessStartInfo(Path.Combine(BinFolder, "psql"),
            ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Invariant(Port), "-U", User, "-d", database, "-f", "-"]);
        start.Environment["PGPASSWORD"] = Password;
        start.Environment["PGCLIENTENCODING"] = "UTF8";
        return (await RunAsync(start, sql)).TrimEnd('\n');
    }

    /// <summary>Stops the server; its data stays.</summary>
    /// <returns>A task that completes when nothing of it runs.</returns>
    public async Task StopAsync()
    {
        if (_watcher is null)
            return;
        _watcher.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _watcher.WaitForExitAsync(patience.Token);
        _watcher.Dispose();
        _watcher = null;
    }

    /// <summary>Kills the server and all its processes as a power cut would; <see cref="StartAgainAsync"/> recovers it.</summary>
    /// <returns>A task that completes when nothing of it runs.</returns>
    public async Task KillAsync()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(DataFolder, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        Process.GetProcessById(postmaster).Kill(entireProcessTree: true);
        await StopAsync();
    }

    /// <summary>Starts the server after <see cref="StopAsync"/>, on its former port.</summary>
    /// <returns>A task that completes when it takes connections.</returns>
    public async Task StartAgainAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = Port == 0 || attempt > 1 ? LoopbackPort.Free() : Port;
            Launch();
            if (await IsReadyAsync())
                return;
            await StopAsync();
            if (attempt == 5)
                throw new InvalidOperationException($"PostgreSQL does not start: {await File.ReadAllTextAsync(LogPath)}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private async Task InitializeAsync(string[] settings)
    {
        var passwordFile = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
            await RunAsync(new ProcessStartInfo("chown", ["-R", User, _folder]));
        await RunAsync(AsServerUser(Path.Combine(BinFolder, "initdb"), "-D", DataFolder, "-U", User, "--pwfile", passwordFile,
            "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
        await File.AppendAllLinesAsync(Path.Combine(DataFolder, "postgresql.conf"),
            ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=100", "listen_addresses='127.0.0.1'", "unix_socket_directories=''", "shared_buffers=64MB",
            "wal_level=logical", "max_replication_slots=20", "max_wal_senders=20", "max_prepared_transactions=10", .. settings]);
    }

    private void Launch()
    {
        var start = AsServerUser("sh", "-c", $"({Watcher}) >\"$0\" 2>&1", LogPath,
            Path.Combine(BinFolder, "postgres"), "-D", DataFolder, "-p", Invariant(Port));
        start.RedirectStandardInput = true;
        _watcher = Process.Start(start) ?? throw new InvalidOperationException("The watcher did not start.");
    }

    private async Task<bool> IsReadyAsync()
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience; await Task.Delay(50))
        {
            var probe = new ProcessStartInfo(Path.Combine(BinFolder, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", Invariant(Port)]);
            using var process = Process.Start(probe)!;
            await process.WaitForExitAsync();
            if (process.ExitCode == 0 && File.Exists(Path.Combine(DataFolder, "postmaster.pid")))
                return true;
            if (File.Exists(LogPath) && (await File.ReadAllTextAsync(LogPath)).Contains("could not bind", StringComparison.Ordinal))
                return false;
        }

        return false;
    }

    private static ProcessStartInfo AsServerUser(params string[] command) => Environment.IsPrivilegedProcess
        ? new ProcessStartInfo("runuser", ["-u", User, "--", .. command]) { WorkingDirectory = "/" }
        : new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/" };

    private static async Task<string> RunAsync(ProcessStartInfo start, string input = "")
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{Path.GetFileName(start.FileName)} failed: {await errors}");
    }

    private static string FindBinFolder() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault() ?? throw new InvalidOperationException("PostgreSQL is missing: apt-get install postgresql");

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
