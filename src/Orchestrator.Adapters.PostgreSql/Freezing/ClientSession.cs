using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Readiness;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>A session on the server. What it runs is left out: it may quote rows.</summary>
/// <param name="Process">The server's process.</param>
/// <param name="Application">What the session calls itself.</param>
/// <param name="User">Who it is; of a background worker, what it is.</param>
/// <param name="State">What it does, for example <c>idle in transaction</c>.</param>
/// <param name="Age">For how long its transaction has been open, if it has one.</param>
internal sealed record ClientSession(int Process, string Application, string User, string State, TimeSpan? Age)
{
    /// <summary>Names sessions, at most 5.</summary>
    public static string Describe(IEnumerable<ClientSession> sessions) => SourceChecks.Shorten([.. sessions.Select(one => one.ToString())]);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"process {Process} ({string.Join(", ", new[] { User, Application, State }.Where(text => text.Length > 0))}{(Age is { } age ? $" for {age.TotalSeconds:0.###} s" : "")})");
}
