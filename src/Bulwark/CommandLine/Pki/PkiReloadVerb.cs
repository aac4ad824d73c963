using System.CommandLine;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki reload</c>: for whoever has put a newer certificate or revocation list in its place and does not want to wait for the hourly look.</summary>
internal static class PkiReloadVerb
{
    public static Command Create()
    {
        var verb = new Command("reload", "Have the running tiers read certificates, trust stores and revocation lists again, now");
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            await PkiInstance.ReloadAsync(PkiInstance.Of(parse, instance).Request.Data, cancellationToken);
            Console.WriteLine("What runs has read its files again.");
            return 0;
        });
        return verb;
    }
}
