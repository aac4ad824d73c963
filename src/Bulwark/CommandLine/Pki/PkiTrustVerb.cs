using System.CommandLine;
using System.Globalization;
using Bulwark.Pki.Rotation;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki import</c> and <c>bulwark pki retire</c>: foreign CAs in the trust store of the load balancer.</summary>
internal static class PkiTrustVerb
{
    public static Command CreateImport()
    {
        var verb = new Command("import", "Trust the client certificates of a foreign CA too");
        var file = new Argument<string>("FILE") { Description = "PEM file with its certificate" };
        var name = new Option<string?>("--name") { Description = "What it is called here, such as cloudflare-origin-pull [default: the file's name]", HelpName = "NAME" };
        verb.Arguments.Add(file);
        verb.Options.Add(name);
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var pki = PkiInstance.Of(parse, instance);
            using var session = pki.Open();
            var path = Path.GetFullPath(parse.GetRequiredValue(file));
            var called = parse.GetValue(name) ?? Path.GetFileNameWithoutExtension(path);
            AuthorityImport.Import(session, path, called);
            await PkiInstance.ReloadAsync(pki.Request.Data, cancellationToken);
            return output.Write(
                parse,
                new PkiReport("import", [called], [pki.Folder.Certificate(called)], pki.Settings),
                $"{pki.Folder.Certificate(called)} is trusted now: whoever holds a client certificate of it passes the lock. Take it out again with: bulwark pki retire {called}");
        });
        return verb;
    }

    public static Command CreateRetire()
    {
        var verb = new Command("retire", "Trust an imported CA, or one that was exchanged, no more");
        var name = new Argument<string>("NAME") { Description = "A CA that pki show lists beside those that sign" };
        var grace = TimeOption.Create("--grace", "How long it stays trusted [default: not at all]");
        verb.Arguments.Add(name);
        verb.Options.Add(grace);
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var pki = PkiInstance.Of(parse, instance);
            using var session = pki.Open();
            var retiresAt = pki.Request.Time.GetUtcNow() + (parse.GetValue(grace) ?? TimeSpan.Zero);
            var authority = parse.GetRequiredValue(name);
            AuthorityImport.Retire(session, authority, retiresAt);
            await PkiInstance.ReloadAsync(pki.Request.Data, cancellationToken);
            return output.Write(
                parse,
                new PkiReport("retire", [authority], [], pki.Settings) { TrustedUntil = retiresAt },
                string.Create(CultureInfo.InvariantCulture, $"{authority} is trusted until {retiresAt:u}."));
        });
        return verb;
    }
}
