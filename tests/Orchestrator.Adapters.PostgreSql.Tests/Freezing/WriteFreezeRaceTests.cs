using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

/// <summary>Clients that write as fast as they can, by every means, while their database is frozen.</summary>
public sealed class WriteFreezeRaceTests(ServerPair servers, ITestOutputHelper output) : FreezeTest(servers)
{
    private const int Writers = 8;
    private const int EnoughWrites = 20;
    private readonly ConcurrentBag<int> _acknowledged = [];
    private readonly int[] _refused = new int[Writers];
    private int _number;
    private volatile bool _isOver;

    // Each writes one number and is acknowledged, or not.
    private static readonly string[] Ways =
    [
        "INSERT INTO public.race VALUES ({0})",
        "BEGIN; INSERT INTO public.race VALUES ({0}); SELECT count(*) FROM shop.hen; COMMIT",
        "SET default_transaction_read_only = off; INSERT INTO public.race VALUES ({0})",
        "SET session_replication_role = replica; INSERT INTO public.race VALUES ({0})",
        "SET SESSION AUTHORIZATION reader; INSERT INTO public.race VALUES ({0}); RESET SESSION AUTHORIZATION",
        "COPY public.race FROM PROGRAM 'echo {0}'",
        "CREATE TABLE made_{0} (); INSERT INTO public.race VALUES ({0})",
        "SELECT set_config('role', 'reader', false), lo_create(0); RESET ROLE; INSERT INTO public.race VALUES ({0})",
    ];

    [Fact]
    public async Task Freeze_ClientsHammer_WhatIsAcknowledgedIsThereAndNothingComesAfter()
    {
        await OnSourceAsync("CREATE TABLE public.race (n int); GRANT ALL ON public.race TO reader; GRANT USAGE ON SCHEMA public TO reader");
        var writers = Enumerable.Range(0, Writers).Select(HammerAsync).ToList();
        await WaitAsync(() => _acknowledged.Count > Writers * EnoughWrites);
        await FreezeAsync();
        var (position, frozen) = (await ReadPositionAsync(), await ReadAsync());
        output.WriteLine(await ProveAsync());
        await WaitAsync(() => _refused.All(count => count > EnoughWrites));
        _isOver = true;
        await Task.WhenAll(writers);

        Assert.Equal(frozen, await ReadAsync());
        Assert.Empty(_acknowledged.Except(frozen.Numbers));
        output.WriteLine($"{frozen.Numbers.Count} writes before {position}, {_refused.Sum()} refused after");
    }

    [Fact]
    public async Task Freeze_FrozenAndThawedAgainAndAgain_LosesNothing()
    {
        await OnSourceAsync("CREATE TABLE public.race (n int); GRANT ALL ON public.race TO reader; GRANT USAGE ON SCHEMA public TO reader");
        var writers = Enumerable.Range(0, Writers).Select(HammerAsync).ToList();
        for (var round = 1; round <= 5; round++)
        {
            var before = _acknowledged.Count;
            await WaitAsync(() => _acknowledged.Count > before + EnoughWrites);
            await FreezeAsync();
            var frozen = await ReadAsync();
            await ProveAsync();
            Assert.Equal(frozen, await ReadAsync());
            await ThawAsync();
        }

        _isOver = true;
        await Task.WhenAll(writers);
        Assert.Empty(_acknowledged.Except((await ReadAsync()).Numbers));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Freeze_ManyTables_TellsHowLongItTakes(int tables)
    {
        await Servers.Source.PsqlAsync("postgres", $"DROP DATABASE IF EXISTS many; CREATE DATABASE many");
        await Servers.Source.PsqlAsync("many", $"SELECT format('CREATE TABLE t%s (id int PRIMARY KEY, v text)', n) FROM generate_series(1, {tables}) n \\gexec");
        Component = Describe(Servers.Source.Url("many"), Servers.Target.Url("many"));
        for (var round = 1; round <= 3; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => ConnectToAsync("many")));
            await MeasureAsync($"freeze {tables} tables, {Writers} clients", FreezeAsync);
            await MeasureAsync("prove", ProveAsync);
            await MeasureAsync("thaw", ThawAsync);
            await MeasureAsync("remove", RemoveAsync);
            await Task.WhenAll(clients.Select(client => client.CloseAsync()));
        }

        Assert.Equal("0", await Servers.Source.PsqlAsync("many", "SELECT count(*) FROM pg_trigger"));
    }

    private async Task HammerAsync(int writer)
    {
        var sql = Ways[writer % Ways.Length];
        while (!_isOver)
        {
            var number = Interlocked.Increment(ref _number);
            try
            {
                await using var client = await ConnectAsync();
                for (var more = 0; more < 5 && !_isOver; more++, number = Interlocked.Increment(ref _number))
                {
                    await RunAsync(client, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, number));
                    _acknowledged.Add(number);
                }
            }
            catch (NpgsqlException)
            {
                Interlocked.Increment(ref _refused[writer]); // refused, ended, or not let in
            }
        }
    }

    private async Task<Seen> ReadAsync()
    {
        var job = await JobAsync();
        await using var session = await job.Source.OpenAsync(job.Name, Patience);
        return new Seen(
            await session.ListAsync("SELECT n FROM public.race ORDER BY n", row => row.GetInt32(0), Patience),
            await session.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname LIKE 'made%'", Patience),
            await session.ScalarAsync<long>("SELECT count(*) FROM pg_largeobject_metadata", Patience));
    }

    private Task<string> ReadPositionAsync() => OnSourceAsync("SELECT pg_current_wal_insert_lsn()");

    private async Task<NpgsqlConnection> ConnectToAsync(string database)
    {
        var client = new NpgsqlConnection($"{Servers.Source.ConnectionString(database)};Pooling=false");
        await client.OpenAsync(Patience);
        return client;
    }

    private async Task MeasureAsync(string what, Func<Task> work)
    {
        var since = Stopwatch.StartNew();
        await work();
        output.WriteLine($"{what}: {since.Elapsed.TotalMilliseconds:0.0} ms, connecting included");
    }

    private static async Task WaitAsync(Func<bool> isThere)
    {
        for (var since = Stopwatch.StartNew(); !isThere(); await Task.Delay(5))
            Assert.True(since.Elapsed < TimeSpan.FromMinutes(2), "waited in vain");
    }

    private sealed record Seen(List<int> Numbers, long Tables, long LargeObjects)
    {
        public bool Equals(Seen? other) => other is not null && Numbers.SequenceEqual(other.Numbers) && (Tables, LargeObjects) == (other.Tables, other.LargeObjects);

        public override int GetHashCode() => Numbers.Count;
    }
}
