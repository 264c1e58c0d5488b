/** What a person types who knows that the owner of a claim is gone, where no lease will end it. */
export function releaseByHand(ref: string, remote: string | undefined): string {
  const here = `git update-ref -d ${ref}`;
  return remote === undefined ? here : `${here}, and on the remote with: git push ${remote} :${ref}`;
}
