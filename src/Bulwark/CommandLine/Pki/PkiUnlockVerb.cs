using System.CommandLine;
using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.CommandLine.Pki;

/// <summary><c>bulwark pki unlock move FILE|--credential NAME</c>: takes the unlock key away from the keys that it opens.</summary>
internal static class PkiUnlockVerb
{
    public static Command Create() => new("unlock", "The key that opens the CA keys") { CreateMove() };

    private static Command CreateMove()
    {
        var verb = new Command("move", "Move the unlock key out of the data directory; the next start finds it there");
        var file = new Argument<string?>("FILE") { Description = "Where it goes", Arity = ArgumentArity.ZeroOrOne };
        var credential = new Option<string?>("--credential") { Description = "Leave it to a systemd credential that you made of it and that this command was given", HelpName = "NAME" };
        verb.Arguments.Add(file);
        verb.Options.Add(credential);
        var output = PkiOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var pki = PkiInstance.Of(parse, instance);
            using var session = pki.Open();
            switch (parse.GetValue(file), parse.GetValue(credential))
            {
                case ({ } path, null):
                    UnlockKeyMove.ToFile(session, path);
                    break;
                case (null, { } name):
                    UnlockKeyMove.ToCredential(session, name);
                    break;
                default:
                    throw new OperatorException("Name the file that it goes to, or the credential with --credential, one of the two.");
            }

            return output.Write(
                parse,
                new PkiReport("unlock move", [], parse.GetValue(file) is { } target ? [Path.GetFullPath(target)] : [], pki.Settings),
                $"{pki.Folder.UnlockKey} is gone; CA keys are opened from the new place.");
        });
        return verb;
    }
}
