using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Adapters.Local.Ledger;

/// <summary>Brings a ledger file to the newest schema: the embedded files <c>NNN-name.sql</c>, each once, in order.</summary>
internal static class LedgerSchema
{
    private const string Prefix = "Orchestrator.Adapters.Local.Ledger.Schema.";

    public static void Apply(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Convert.ToInt32(connection.Scalar(transaction, "pragma user_version"), CultureInfo.InvariantCulture);
        foreach (var (number, resource) in Files().Where(file => file.Number > version))
        {
            connection.Execute(transaction, Read(resource));
            connection.Execute(transaction, $"pragma user_version = {number}");
        }

        transaction.Commit();
    }

    private static IEnumerable<(int Number, string Resource)> Files() =>
        from name in typeof(LedgerSchema).Assembly.GetManifestResourceNames()
        where name.StartsWith(Prefix, StringComparison.Ordinal)
        orderby name
        select (int.Parse(name.AsSpan(Prefix.Length, 3), CultureInfo.InvariantCulture), name);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(LedgerSchema).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
