using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>What an order says.</summary>
/// <param name="Properties">The order's properties.</param>
internal sealed record ShippingState(JsonElement Properties)
{
    /// <summary>The state in Azure's own word.</summary>
    public string Status => Properties.Text("status") ?? "Created";

    /// <summary>Whether the order can still be cancelled.</summary>
    public bool IsCancellable => Properties.Find("isCancellable") is { ValueKind: JsonValueKind.True };

    /// <summary>Whether nothing comes of it any more.</summary>
    public bool IsOff => Status is "Cancelled" or "Aborted" || Status.StartsWith("Failed", StringComparison.Ordinal);

    /// <summary>Whether it is over, well or not.</summary>
    public bool IsOver => IsOff || IsCopied;

    /// <summary>Whether Azure has copied what it could.</summary>
    public bool IsCopied => Status is "Completed" or "CompletedWithErrors" or "CompletedWithWarnings";

    /// <summary>Whether the device may stand here.</summary>
    public bool IsHere => Status is "Delivered" or "Dispatched" or "ShippedToCustomer";

    /// <summary>Whether the device has not been sent yet.</summary>
    public bool IsBefore => Status is "Created" or "DeviceOrdered" or "DevicePrepared" or "ReadyToDispatchFromAzureDC" or "PreparingToShipFromAzureDC" or "AwaitingShipmentDetails";

    /// <summary>Where the copy logs are. Secrets: they hold signatures.</summary>
    public IReadOnlyList<Uri> CopyLogs =>
        [.. Properties.Items("details", "copyLogDetails").Select(log => log.Text("copyLogLink")).Where(link => Uri.IsWellFormedUriString(link, UriKind.Absolute)).Select(link => new Uri(link!))];

    /// <summary>Why an order came to nothing.</summary>
    public string Why => Properties.Text("cancellationReason") is { } reason ? $" ({Scrubber.Clean(reason)})"
        : Properties.Find("error") is { } error ? $" ({ArmFailure.Of(error, 0).Text})" : "";

    /// <summary>Says what happens now, and what a person has to do.</summary>
    /// <param name="order">The order's name.</param>
    /// <returns>A sentence.</returns>
    public string InWords(string order) => Status switch
    {
        _ when IsBefore => $"the order {order} is being prepared in Azure ({Status}); nothing is to be done",
        "Dispatched" or "ShippedToCustomer" => $"the device of {order} is on its way to you{Tracking("deliveryPackage")}; make a network port and power ready",
        "PickedUp" or "ShippedToAzureDC" => $"the device of {order} is on its way to Azure{Tracking("returnPackage")}; nothing is to be done",
        "AtAzureDC" or "ReadyToReceiveAtAzureDC" => $"the device of {order} has arrived in Azure; nothing is to be done",
        "DataCopy" => $"Azure copies the device of {order} into the account{Copied()}; nothing is to be done",
        _ => $"the order {order} is {Status}",
    };

    private string Tracking(string package) => Properties.Text("details", package, "trackingId") is { Length: > 0 } id
        ? $" with {Scrubber.Clean(Properties.Text("details", package, "carrierName") ?? "the carrier")}, tracking number {Scrubber.Clean(id)}" : "";

    private string Copied()
    {
        var accounts = Properties.Items("details", "copyProgress").ToList();
        var (done, total) = (Sum(accounts, "bytesProcessed"), Sum(accounts, "totalBytesToProcess"));
        return total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {100.0 * done / total:0} % of {total:N0} bytes") : "";
    }

    private static long Sum(List<JsonElement> accounts, string name) =>
        accounts.Sum(account => account.Find(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0);
}
