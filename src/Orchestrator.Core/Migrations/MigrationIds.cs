using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Core.Migrations;

/// <summary>Makes the ids of migrations: readable, and the same for the same idempotency key.</summary>
internal static class MigrationIds
{
    private const int HashLength = 10;

    /// <summary>Makes an id such as <c>orders-20261205-220000-3f9a1c</c>, or <c>orders-k3f9a1c20be</c> from a key.</summary>
    public static string Create(string workload, string? idempotencyKey, TimeProvider time) => idempotencyKey is null
        ? $"{workload}-{time.GetUtcNow():yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"
        : $"{workload}-k{Hash($"{workload}\n{idempotencyKey}")[..HashLength]}";

    /// <summary>The SHA-256 of a text as lower-case hexadecimal.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
