using Orchestrator.Adapters.PostgreSql.Contents;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Contents;

/// <summary>Rows that differ have different hashes, whatever they differ in.</summary>
public sealed class RowHashTests(ServerPair servers) : PostgreSqlTest(servers)
{
    [Theory]
    [InlineData("boolean", "true, false, NULL")]
    [InlineData("smallint", "0, 1, -1, NULL")]
    [InlineData("integer", "0, 1, -1, 2147483647, '-2147483648', NULL")]
    [InlineData("bigint", "0, 1, -1, 4294967296, 4294967297, -4294967296, -4294967297, 9223372036854775807, '-9223372036854775808', NULL")]
    [InlineData("uuid", "'00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001', NULL")]
    [InlineData("text", "'', ' ', 'a', 'A', 'ä', 'aa', NULL")]
    [InlineData("character varying", "'', ' ', 'a', 'a ', NULL")]
    [InlineData("character(3)", "'', 'a', ' a', NULL")]
    [InlineData("numeric", "0, 0.0, 1, 1.0, 'NaN', NULL")]
    [InlineData("double precision", "0, '-0', 1, 1.0000000000000002, 'NaN', NULL")]
    [InlineData("timestamp with time zone", "'2026-01-01', '2026-01-01 00:00:00.000001', 'infinity', NULL")]
    [InlineData("bytea", "'', '\\x00', '\\x0000', NULL")]
    [InlineData("jsonb", "'{}', 'null', '1', '1.0', NULL")]
    public async Task Of_DifferentValues_DifferentHashes(string type, string values)
    {
        var rows = string.Join(", ", values.Split(", ").Select(value => $"({value}::{type})"));
        var hash = RowHash.Of([new("v", type.Split('(')[0], IsNullable: true)]);
        Assert.Equal(
            $"{values.Split(", ").Length}|{values.Split(", ").Length}",
            await Servers.Source.PsqlAsync("postgres", $"SELECT count({hash}), count(DISTINCT {hash}) FROM (VALUES {rows}) t (v)"));
    }

    [Fact]
    public async Task Of_ValuesChangePlaces_DifferentHashes()
    {
        var hash = RowHash.Of([new("a", "integer", true), new("b", "integer", true), new("c", "text", true), new("d", "text", true), new("e", "date", true), new("f", "date", true)]);
        const string Rows = """
            (1, 2, 'x', 'y', date '2026-01-01', NULL), (2, 1, 'x', 'y', date '2026-01-01', NULL), (1, 2, 'y', 'x', date '2026-01-01', NULL), (1, 2, 'xy', '', date '2026-01-01', NULL),
            (1, 2, 'x', 'y', NULL, date '2026-01-01'), (0, NULL, 'x', 'y', NULL, NULL), (NULL, 0, 'x', 'y', NULL, NULL), (0, NULL, NULL, '', NULL, NULL), (0, NULL, '', NULL, NULL, NULL)
            """;
        Assert.Equal("9", await Servers.Source.PsqlAsync("postgres", $"SELECT count(DISTINCT {hash}) FROM (VALUES {Rows}) t (a, b, c, d, e, f)"));
    }

    [Fact]
    public async Task Of_OneSideKnowsThatNothingIsNull_SameHash()
    {
        RowColumn[] columns = [new("a", "integer", true), new("b", "text", true), new("c", "bigint", true), new("d", "date", true)];
        var strict = RowHash.Of([.. columns.Select(column => column with { IsNullable = false })]);
        Assert.Equal("t", await Servers.Source.PsqlAsync("postgres", $"SELECT {RowHash.Of(columns)} = {strict} FROM (VALUES (1, 'x', 5::bigint, date '2026-01-01')) t (a, b, c, d)"));
    }

    [Fact]
    public async Task Of_WidestTable_IsComputed()
    {
        var names = Enumerable.Range(1, 1600).Select(number => $"c{number}").ToList();
        var hash = RowHash.Of([.. names.Select(name => new RowColumn(name, "integer", true))]);
        await Servers.Source.PsqlAsync("postgres", $"CREATE TABLE widest ({string.Join(", ", names.Select(name => $"{name} int"))}); INSERT INTO widest (c1) VALUES (1), (2); INSERT INTO widest (c1600) VALUES (1), (2)");
        Assert.Equal("4", await Servers.Source.PsqlAsync("postgres", $"SELECT count(DISTINCT {hash}) FROM widest"));
        await Servers.Source.PsqlAsync("postgres", "DROP TABLE widest");
    }

    [Fact]
    public async Task Of_NoColumns_IsComputed() =>
        Assert.Equal("1", await Servers.Source.PsqlAsync("postgres", $"SELECT {RowHash.Of([])}"));
}
