using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>An order of a device.</summary>
/// <param name="arm">The step.</param>
/// <param name="settings">The plan's keys.</param>
/// <param name="name">The order's name.</param>
internal sealed class DataBoxOrder(ArmSession arm, DataBoxSettings settings, string name)
{
    private const string ApiVersion = "2022-12-01";

    private readonly string _id = ResourceIds.Parse($"{settings.ResourceGroupId.TrimEnd('/')}/providers/Microsoft.DataBox/jobs/{name}", "Microsoft.DataBox/jobs").ToString();

    /// <summary>Its id.</summary>
    public string Id => _id;

    /// <summary>Looks at it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public async Task<ShippingState?> FindAsync(CancellationToken cancellation) =>
        await arm.FindAsync(_id, ApiVersion, cancellation) is { } found && found.Body.Find("properties") is { } properties ? new(properties) : null;

    /// <summary>Places it; one that was cancelled is placed anew.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>What it says.</returns>
    public async Task<ShippingState> PlaceAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { Status: "Cancelled" })
            await arm.RunAsync(Removal, cancellation);
        await arm.RunAsync(Placing, cancellation);
        return await FindAsync(cancellation) ?? throw Gone();
    }

    /// <summary>Cancels it, where that can still be done. Fine when it was never placed, is cancelled or over.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>What it says, when it goes on all the same; <see langword="null"/> when no device is under way.</returns>
    public async Task<ShippingState?> CancelAsync(CancellationToken cancellation)
    {
        await arm.SettleAsync(Placing, cancellation);
        if (await FindAsync(cancellation) is not { IsOver: false } order)
            return null;
        if (!order.IsCancellable)
            return order;
        await arm.PostAsync($"{_id}/cancel", ApiVersion, new { reason = $"The migration {arm.Scope.MigrationId} was undone" }, cancellation);
        return null;
    }

    /// <summary>There is no such order any more.</summary>
    /// <returns>The error to throw.</returns>
    public AdapterException Gone() => new(
        "there is no such order", $"Data Box order {name}", $"Look who removed it: az monitor activity-log list --resource-id {_id}", isTransient: false);

    private LongOperation Placing => new()
    {
        Key = $"dataBox.{name}.order",
        What = $"Ordering the device {name}",
        Start = cancellation => arm.PutAsync(_id, ApiVersion, Body(), cancellation),
        Probe = async cancellation => await FindAsync(cancellation) is { } order && order.Status != "Cancelled" ? OperationProbe.Done : OperationProbe.NotStarted,
    };

    private LongOperation Removal => new()
    {
        Key = $"dataBox.{name}.remove",
        What = $"Removing the cancelled order {name}",
        Start = cancellation => arm.DeleteAsync(_id, ApiVersion, cancellation),
        Probe = cancellation => arm.ProbeGoneAsync(_id, ApiVersion, cancellation),
    };

    private object Body() => new
    {
        location = settings.Location,
        sku = new { name = settings.Sku },
        tags = ArmTags.For(arm.Scope),
        properties = new
        {
            transferType = "ImportToAzure",
            details = new
            {
                jobDetailsType = settings.Sku,
                contactDetails = new { contactName = settings.Contact.Name, phone = settings.Contact.Phone, emailList = settings.Contact.Emails },
                shippingAddress = Address(),
                dataImportDetails = new[] { new { accountDetails = new { dataAccountType = "StorageAccount", storageAccountId = settings.StorageAccountId } } },
            },
        },
    };

    private object Address() => new
    {
        streetAddress1 = settings.Address.Street,
        city = settings.Address.City,
        postalCode = settings.Address.PostalCode,
        country = settings.Address.Country,
        stateOrProvince = settings.Address.StateOrProvince,
        companyName = settings.Address.Company,
    };
}
