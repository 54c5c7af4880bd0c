using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Clients that write at a steady rate, and when the last of their writes was acknowledged.</summary>
internal sealed class LiveWriter : IAsyncDisposable
{
    // pgbench's TPC-B-like transaction and one row of events.
    private const string Script = """
        \set aid random(1, 100000 * :scale)
        \set bid random(1, 1 * :scale)
        \set tid random(1, 10 * :scale)
        \set delta random(-5000, 5000)
        BEGIN;
        UPDATE pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid;
        SELECT abalance FROM pgbench_accounts WHERE aid = :aid;
        UPDATE pgbench_tellers SET tbalance = tbalance + :delta WHERE tid = :tid;
        UPDATE pgbench_branches SET bbalance = bbalance + :delta WHERE bid = :bid;
        INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (:tid, :bid, :aid, :delta, CURRENT_TIMESTAMP);
        INSERT INTO events (account, delta, note) VALUES (:aid, :delta, md5(:aid::text));
        END;
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly NpgsqlConnection _admin;
    private readonly string _database;
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private LiveWriter(NpgsqlConnection admin, string database, string folder, Process process)
    {
        (_admin, _database, _folder, _process) = (admin, database, folder, process);
        (_output, _errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>When each write was acknowledged; complete once the writer has ended.</summary>
    public IReadOnlyList<DateTimeOffset> Acknowledged { get; private set; } = [];

    /// <summary>How many transactions a second there were.</summary>
    public double RatePerSecond => Acknowledged is [var first, .., var last] && last > first
        ? (Acknowledged.Count - 1) / (last - first).TotalSeconds
        : 0;

    public static async Task<LiveWriter> StartAsync(BenchDatabase database, int rate)
    {
        var folder = Directory.CreateDirectory(Path.Combine(database.Site.Folder, $"writer-{Guid.NewGuid():N}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "writer.sql"), Script);
        var start = Tools.Prepare("pgbench", database.Site.Source, database.Name, OnlineSite.Clients,
            "-n", "-c", "4", "-j", "1", "-R", Invariant(rate), "-T", "3600", "-D", $"scale={Invariant(database.Scale)}", "-l", "-f", "writer.sql");
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new(await BenchDatabase.OpenAsync(database.Site.Source.ConnectionString()), database.Name, folder, Process.Start(start)!);
    }

    /// <summary>Ends the clients' sessions at the source; from its return on, nothing of theirs commits.</summary>
    public async Task EndSessionsAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await TerminateAsync() is not 0L)
            await Task.Delay(1, patience.Token);
    }

    /// <summary>Waits until every client has given up, and reads what they lived through.</summary>
    public async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await Task.WhenAll(_output, _errors);
        _process.Dispose();
        await EndSessionsAsync();
        await _admin.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Ended at the server: a client that is only killed leaves a transaction behind that may still commit.
    private Task<object?> TerminateAsync() => BenchDatabase.ScalarAsync(_admin,
        $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{OnlineSite.Clients}' AND datname = '{_database}'");

    // client, transaction, microseconds, script, seconds and microseconds at which it ended, how late it began
    private async Task ReadAsync()
    {
        await Task.WhenAll(_output, _errors);
        Acknowledged = Directory.EnumerateFiles(_folder, "pgbench_log.*").SelectMany(File.ReadLines)
            .Select(line => line.Split(' '))
            .Where(parts => parts is [_, _, not "skipped" and not "failed", ..])
            .Select(parts => DateTimeOffset.UnixEpoch.AddSeconds(Number(parts[4])).AddMicroseconds(Number(parts[5])))
            .Order().ToList();
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
