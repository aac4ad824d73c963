using Bulwark.Pki;

namespace Bulwark.Posture.Probes;

/// <summary>What opens the CA keys is not kept beside them: whoever copies the folder could sign what the lock believes.</summary>
internal sealed class UnlockKeyLiesElsewhere : IProbe
{
    public string Id => "files.unlock-key";

    public string Meaning => "The unlock key of the CA keys is not kept beside them";

    public string? Sibling => null;

    public Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken) => Task.FromResult(Look(target));

    private static ProbeResult Look(PostureTarget target)
    {
        if (target.Data is not { } data)
            return ProbeResult.NotApplicable("the files of another deployment cannot be seen from here");

        var file = new PkiFolder(data).UnlockKey;
        return File.Exists(file)
            ? ProbeResult.Risk($"{file} lies beside the keys; 'bulwark pki unlock move FILE' moves it out")
            : ProbeResult.Pass($"{file} is not there");
    }
}
