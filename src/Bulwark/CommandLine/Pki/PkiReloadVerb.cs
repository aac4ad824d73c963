using System.CommandLine;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki reload</c>: for whoever has put a newer certificate or revocation list in its place and does not want to wait for the hourly look.</summary>
internal static class PkiReloadVerb
{
    public static Command Create()
    {
        var verb = new Command("reload", "Have the running tiers read certificates, trust stores and revocation lists again, now");
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var pki = PkiInstance.Of(parse, instance);
            var tiers = await PkiInstance.ReloadAsync(pki.Request.Data, cancellationToken);
            return output.Write(
                parse,
                new PkiReport("reload", tiers, [], pki.Settings),
                tiers.Count > 0 ? $"{string.Join(" and ", tiers)}: files read again." : "Neither the edge nor the load balancer runs here; they read the files when they start.");
        });
        return verb;
    }
}
