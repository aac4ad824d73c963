using System.CommandLine;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Revisions;
using Bulwark.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.CommandLine.Pki;

/// <summary>The PKI of the instance that a verb is about, and the tiers that hold certificates of it in memory.</summary>
internal sealed class PkiInstance(PkiRequest request, string settings)
{
    /// <summary>The order in which they learn of new files: who verifies first.</summary>
    private static readonly string[] Holders = [LoadBalancerTier.Name, EdgeTier.Name];

    public PkiRequest Request => request;

    public PkiFolder Folder { get; } = new(request.Data);

    /// <summary>Which settings count: <c>revision 3</c>, or the settings file as long as nothing is in force.</summary>
    public string Settings => settings;

    /// <summary>The instance that the options name, by the settings in force: what somebody is editing must not keep anybody from revoking a certificate.</summary>
    /// <exception cref="OperatorException">The instance has no PKI yet.</exception>
    public static PkiInstance Of(ParseResult parse, InstanceOptions instance)
    {
        var data = instance.Data(parse);
        if (!Directory.Exists(data.Pki))
            throw new OperatorException($"There is no PKI in {data.Root}: the first start makes it, with: bulwark up --data {data.Root}");

        var inForce = RevisionInForce.Read(data, instance.ConfigFile(parse), TimeProvider.System);
        if (inForce.Notice is { } notice)
            Console.Error.WriteLine($"bulwark: {notice}");

        var environment = ProgramEnvironment.Create(inForce.Settings, data, portOffset: 0, NullLoggerFactory.Instance);
        return new PkiInstance(ProgramEnvironment.PkiRequest(inForce.Settings, environment, NullLogger.Instance), inForce.Source);
    }

    /// <summary>Takes the folder to change it.</summary>
    public PkiSession Open() => PkiSession.Open(request);

    /// <summary>Makes every running tier read its files again; returns when they are in force. A tier that does not run reads them when it starts.</summary>
    /// <exception cref="OperatorException">A tier refused or did not answer.</exception>
    /// <returns>The tiers that run and did.</returns>
    public static async Task<IReadOnlyList<string>> ReloadAsync(DataDirectory data, CancellationToken cancellationToken)
    {
        var told = new List<string>();
        foreach (var tier in Holders)
        {
            if (!await ControlClient.IsRunningAsync(data, tier, cancellationToken))
                continue;

            using var control = new ControlClient(data, tier);
            await control.PostAsync(ReloadRoutes.Path, ControlJson.Default.ReloadReport, cancellationToken);
            told.Add(tier);
        }

        return told;
    }

    public Func<Task> Reload(CancellationToken cancellationToken) => () => ReloadAsync(request.Data, cancellationToken);
}
