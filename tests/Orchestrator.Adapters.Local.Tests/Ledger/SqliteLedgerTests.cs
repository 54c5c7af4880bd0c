using Microsoft.Data.Sqlite;
using Orchestrator.Adapters.Local.Ledger;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Ledger;

public sealed class SqliteLedgerTests : MigrationLedgerContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-").FullName;
    private SqliteLedger _ledger;

    public SqliteLedgerTests() => _ledger = new SqliteLedger(FilePath);

    protected override IMigrationLedger Ledger => _ledger;

    private string FilePath => Path.Combine(_folder, "ledger.db");

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Open_Again_FindsEverything()
    {
        await _ledger.AppendAsync(Entry("1"));
        await _ledger.WriteDocumentAsync("m", "report", "{}");
        await _ledger.ClaimAsync("k", "a");

        _ledger.Dispose();
        _ledger = new SqliteLedger(FilePath);

        Assert.Single(await _ledger.ReadAsync("m"));
        Assert.Equal("{}", await _ledger.ReadDocumentAsync("m", "report"));
        Assert.Equal("a", await _ledger.ClaimAsync("k", "b"));
    }

    [Theory]
    [InlineData("update entries set text = 'forged' where id = '2'", "2")]
    [InlineData("update entries set actor = 'mallory' where id = '1'", "1")]
    [InlineData("delete from entries where id = '1'", "2")]
    [InlineData("delete from entries where id = '3'", "2")]
    [InlineData("delete from entries", "(all)")]
    public async Task Read_Tampered_NamesTheEntry(string tampering, string entryId)
    {
        await _ledger.AppendAsync(Entry("1"));
        await _ledger.AppendAsync(Entry("2"));
        await _ledger.AppendAsync(Entry("3"));

        Tamper(tampering);

        var error = await Assert.ThrowsAsync<LedgerTamperedException>(() => _ledger.ReadAsync("m"));
        Assert.Equal(entryId, error.EntryId);
    }

    [Fact]
    public void Open_NoLedger_SaysSo()
    {
        var path = Path.Combine(_folder, "text.db");
        File.WriteAllText(path, string.Join('\n', Enumerable.Repeat("this is no database", 100)));

        var error = Assert.Throws<AdapterException>(() => new SqliteLedger(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        connection.Execute(null, sql);
    }
}
