using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Sets the follower's sequences, those of identity columns among them, to where the leader's stand.</summary>
internal sealed class SequenceCarrier(Session leader, Session follower)
{
    private List<(string Name, long LastValue, bool IsCalled)> _positions = [];

    /// <summary>Reads where they stand.</summary>
    public async Task ReadAsync(CancellationToken cancellation) => _positions = await SequenceReader.ListAsync(leader, cancellation);

    /// <summary>Sets them.</summary>
    /// <returns>What was done, for the report; empty when there are none.</returns>
    public async Task<string> WriteAsync(CancellationToken cancellation)
    {
        if (_positions.Count == 0)
            return "";
        var values = string.Join(", ", _positions.Select(one => string.Create(
            CultureInfo.InvariantCulture, $"({SqlText.Literal(one.Name)}, {one.LastValue}::bigint, {(one.IsCalled ? "true" : "false")})")));
        var count = await follower.ScalarAsync<long>(
            $"SELECT count(setval(to_regclass(name), value, is_called)) FROM (VALUES {values}) AS stands(name, value, is_called) WHERE to_regclass(name) IS NOT NULL", cancellation);
        return $"{count} sequences";
    }
}
