using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.KeyVault;

/// <summary>Explains why a secret was not read. Without the cause: the SDK's texts quote answers in full.</summary>
internal static class KeyVaultErrors
{
    /// <summary>Explains an error.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="secret">The secret's address.</param>
    /// <returns>The error to throw; <see langword="null"/> when it is none of these.</returns>
    public static AdapterException? Explain(Exception error, Uri secret)
    {
        var subject = $"secret keyvault:{secret}";
        return error switch
        {
            AggregateException many => Explain(many.InnerExceptions[^1], secret),
            RequestFailedException { Status: > 0 } refused => Refused(refused, secret, subject),
            CredentialUnavailableException => new("the host has no identity that Azure knows", subject, "Give the host a managed identity, or sign in with: az login", isTransient: false),
            AuthenticationFailedException => new("the host's own identity got no token for the vault", subject, "Give the host a managed identity, or sign in with: az login; it must belong to the vault's tenant", isTransient: true),
            RequestFailedException or HttpRequestException or SocketException or IOException => new(
                $"the vault cannot be reached: {Scrubber.Clean(error.GetBaseException().Message)}", subject,
                $"Check the vault's name, and that the network lets this host through: az keyvault network-rule list --name {VaultOf(secret)}", isTransient: true),
            OperationCanceledException or TimeoutException => new("the vault did not answer in time", subject, "It is tried again", isTransient: true),
            // The SDK refuses a challenge that would send the token to somebody else.
            InvalidOperationException => new("what answers there is no key vault of Azure", subject, "Check the host in the address", isTransient: false),
            _ => null,
        };
    }

    private static AdapterException Refused(RequestFailedException refused, Uri secret, string subject) => refused.Status switch
    {
        401 => new("the vault does not take the host's token", subject, "The identity must belong to the vault's tenant, and the host's clock must be right", isTransient: false),
        403 => Forbidden(refused, secret, subject),
        404 => new("there is no such secret, or not in that version", subject, $"Look: az keyvault secret list-versions --vault-name {VaultOf(secret)} --name {secret.Segments[^1].Trim('/')}", isTransient: false),
        408 or 429 or >= 500 => new($"the vault is busy (HTTP {refused.Status})", subject, "It is tried again", isTransient: true),
        _ => new($"the vault refuses: {Scrubber.Clean(refused.ErrorCode ?? "no reason given")} (HTTP {refused.Status})", subject, "Check the secret's address", isTransient: false),
    };

    private static AdapterException Forbidden(RequestFailedException refused, Uri secret, string subject)
    {
        if (refused.Message.Contains("ForbiddenByFirewall", StringComparison.OrdinalIgnoreCase) || refused.Message.Contains("Client address", StringComparison.OrdinalIgnoreCase))
            return new("the vault's firewall does not let this host through", subject, $"Let its network in: az keyvault network-rule add --name {VaultOf(secret)} --subnet SUBNET", isTransient: false);
        if (refused.Message.Contains("disabled", StringComparison.OrdinalIgnoreCase))
            return new("the secret is disabled", subject, $"Enable it: az keyvault secret set-attributes --id {secret} --enabled true", isTransient: false);
        return new("the host's identity may not read it", subject,
            $"Give it the role: az role assignment create --assignee IDENTITY --role \"Key Vault Secrets User\" --scope $(az keyvault show --name {VaultOf(secret)} --query id -o tsv); a new role works after some minutes", isTransient: false);
    }

    private static string VaultOf(Uri secret) => secret.Host.Split('.')[0];
}
