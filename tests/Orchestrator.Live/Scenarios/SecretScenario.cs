namespace Orchestrator.Live;

/// <summary><c>keyvault:</c>: a secret of a vault is read.</summary>
internal sealed class SecretScenario : ILiveScenario
{
    private const string ApiVersion = "2022-07-01";

    /// <inheritdoc/>
    public string Name => "keyvault";

    /// <summary>The name of the vault of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <returns>The name.</returns>
    public static string VaultOf(string runId) => $"orchlive{runId}";

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        var subscription = (await site.FindAsync($"/subscriptions/{site.Options.Subscription}", "2022-12-01", cancellation))!.Value;
        var vault = VaultOf(site.Options.RunId);
        await site.MakeAsync(site.Id("Microsoft.KeyVault/vaults", vault), ApiVersion, new
        {
            location = site.Options.Location,
            tags = site.Tags,
            properties = new
            {
                tenantId = subscription.GetProperty("tenantId").GetString(),
                sku = new { family = "A", name = "standard" },
                enableRbacAuthorization = true,
                softDeleteRetentionInDays = 7,
            },
        }, cancellation);
        var value = Guid.NewGuid().ToString("N");
        await site.MakeAsync(site.Id("Microsoft.KeyVault/vaults/secrets", vault, "orders"), ApiVersion, new { tags = site.Tags, properties = new { value } }, cancellation);

        var read = await site.PatientlyAsync(async () => await site.Azure.Secrets.ReadAsync(new Uri($"{site.Azure.Vault(vault).TrimEnd('/')}/secrets/orders"), cancellation), cancellation);
        LiveSite.Expect(read == value, "the value that was set");
        return "the secret was read";
    }
}
