using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.Edge;
using Bulwark.Edge.Control;
using Bulwark.Pki;
using Bulwark.Pki.Rotation;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki rotate ca|leaf</c>: exchanges CAs and leaves while requests go on.</summary>
internal static class PkiRotateVerb
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(24);

    public static Command Create() => new("rotate", "Exchange a CA or leaves while requests go on") { CreateAuthority(), CreateLeaf() };

    private static Command CreateAuthority()
    {
        var verb = new Command("ca", "Exchange a CA: the new one is trusted first, then new leaves are issued and loaded, and the old one goes after the grace");
        var which = new Argument<string>("CA") { Description = "origin, admin or public", DefaultValueFactory = _ => "origin" };
        which.AcceptOnlyFromAmong("origin", "admin", "public");
        var grace = TimeOption.Create("--grace", "How long the old CA stays trusted [default: 24h]");
        var finish = new Option<bool>("--finish") { Description = "public only: clients have pki/public-ca.next.pem, let it take over" };
        verb.Arguments.Add(which);
        verb.Options.Add(grace);
        verb.Options.Add(finish);
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var pki = PkiInstance.Of(parse, instance);
            using var session = pki.Open();
            var authority = parse.GetRequiredValue(which) + "-ca";
            if (authority == PkiFolder.PublicCa && !parse.GetValue(finish))
            {
                var next = AuthorityRotation.Announce(session, authority);
                return output.Write(
                    parse,
                    new PkiReport("rotate ca", [authority], [next], pki.Settings)
                    {
                        Next = "Give this CA to every client beside the old one. When all have it: bulwark pki rotate ca public --finish",
                    },
                    next);
            }

            var retiresAt = await AuthorityRotation.RunAsync(session, authority, parse.GetValue(grace) ?? DefaultGrace, pki.Reload(cancellationToken));
            return output.Write(
                parse,
                new PkiReport("rotate ca", [authority], [pki.Folder.Certificate(authority)], pki.Settings)
                {
                    TrustedUntil = retiresAt,
                    Next = authority == PkiFolder.AdminCa ? "The admin tier reads its certificates when it starts: start it again." : null,
                },
                string.Create(CultureInfo.InvariantCulture, $"{pki.Folder.Certificate(authority)} signs now; the CA before it is trusted until {retiresAt:u}."));
        });
        return verb;
    }

    private static Command CreateLeaf()
    {
        var verb = new Command("leaf", "Exchange a leaf for one with a new key");
        var name = new Argument<string>("NAME") { Description = "A name that pki show lists; all: every leaf that the instance itself uses", DefaultValueFactory = _ => "all" };
        verb.Arguments.Add(name);
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var pki = PkiInstance.Of(parse, instance);
            if (parse.GetRequiredValue(name) == PkiFolder.EdgeAcme)
                {
                await AskAcmeAsync(pki, cancellationToken);
                return output.Write(
                    parse,
                    new PkiReport("rotate leaf", [PkiFolder.EdgeAcme], [], pki.Settings) { Next = "See how it goes with: bulwark status" },
                    "The edge asks its ACME server for another certificate.");
            }


            using var session = pki.Open();
            var exchanged = LeafRotation.Run(session, parse.GetRequiredValue(name));
            await PkiInstance.ReloadAsync(pki.Request.Data, cancellationToken);
            string[] files = [.. exchanged.Select(pki.Folder.Certificate)];
            return output.Write(parse, new PkiReport("rotate leaf", exchanged, files, pki.Settings), files);
        });
        return verb;
    }

    /// <summary>The edge answers the CA's questions, so the edge has to ask.</summary>
    private static async Task AskAcmeAsync(PkiInstance pki, CancellationToken cancellationToken)
    {
        using var control = new ControlClient(pki.Request.Data, EdgeTier.Name);
        await control.PostAsync(AcmeRoutes.Renew, EdgeControlJson.Default.AcmeStatus, cancellationToken);
    }
}
