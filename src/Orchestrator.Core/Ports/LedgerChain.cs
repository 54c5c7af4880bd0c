using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Core.Ports;

/// <summary>The hash chain of an audit trail: every entry's hash covers the entry and the hash before it.</summary>
/// <remarks>The same for every ledger, so that an exported trail can be verified by anybody.</remarks>
public static class LedgerChain
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>What stands before the first entry.</summary>
    public const string Root = "";

    /// <summary>Hashes an entry.</summary>
    /// <param name="previousHash">The hash of the entry before it, or <see cref="Root"/>.</param>
    /// <param name="entry">The entry; its own <see cref="LedgerEntry.Hash"/> does not count.</param>
    /// <returns>SHA-256 as lower-case hexadecimal over the canonical JSON array of the previous hash and the entry's fields.</returns>
    public static string Hash(string previousHash, LedgerEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Canonical))
        {
            WriteCanonical(writer, previousHash, entry);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>Hashes a document of the ledger.</summary>
    /// <param name="json">The document.</param>
    /// <returns>SHA-256 of its UTF-8 bytes as lower-case hexadecimal.</returns>
    public static string HashDocument(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>Verifies a trail.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <param name="entries">All its entries, oldest first, with their hashes.</param>
    /// <exception cref="LedgerTamperedException">A hash does not fit.</exception>
    public static void Verify(string migrationId, IEnumerable<LedgerEntry> entries)
    {
        var previous = Root;
        foreach (var entry in entries)
        {
            if (entry.Hash != Hash(previous, entry))
            {
                throw new LedgerTamperedException(migrationId, entry.Id);
            }

            previous = entry.Hash;
        }
    }

    private static void WriteCanonical(Utf8JsonWriter writer, string previousHash, LedgerEntry entry)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(previousHash);
        writer.WriteStringValue(entry.MigrationId);
        writer.WriteStringValue(entry.Id);
        writer.WriteStringValue(entry.Kind);
        writer.WriteStringValue(entry.At.ToUniversalTime());
        writer.WriteStringValue(entry.Actor);
        writer.WriteStringValue(entry.Text);
        writer.WriteStringValue(entry.DataJson);
        writer.WriteEndArray();
    }
}
